//! The reactor: the pollables that tasks wait for, and the one `poll` call for all of them.
//!
//! In `wasi:io/streams` a pollable is the child of its stream and must be dropped before it:
//! declare a [`Wait`] above its stream, or drop it first.

use std::cell::RefCell;
use std::task::{Context, Poll, Waker};

use slab::Slab;

use super::bindings::wasi::clocks::monotonic_clock::subscribe_instant;
use super::bindings::wasi::io::poll::{Pollable, poll};

thread_local! {
    static WAITS: RefCell<Slab<Entry>> = const { RefCell::new(Slab::new()) };
}

struct Entry {
    pollable: Pollable,
    /// `None` once the pollable is ready.
    waker: Option<Waker>,
}

/// A task's wait for a pollable, which it keeps alive.
#[derive(Debug)]
pub(in crate::backend) struct Wait {
    key: usize,
}

impl Wait {
    /// Ready once the pollable is. An empty `wait` starts with the pollable of `subscribe`; it is
    /// empty again once it was ready.
    pub(super) fn poll(
        wait: &mut Option<Self>,
        cx: &mut Context<'_>,
        subscribe: impl FnOnce() -> Pollable,
    ) -> Poll<()> {
        let Some(Self { key }) = wait else {
            *wait = Some(Self::begin(subscribe(), cx));
            return Poll::Pending;
        };
        let ready = WAITS.with_borrow_mut(|waits| match waits.get_mut(*key) {
            Some(Entry { waker: Some(old), .. }) => {
                old.clone_from(cx.waker());
                false
            }
            _ => true,
        });
        if !ready {
            return Poll::Pending;
        }
        *wait = None;
        Poll::Ready(())
    }
}

/// Ready once the monotonic clock has reached an instant.
pub(in crate::backend) fn poll_instant(
    wait: &mut Option<Wait>,
    instant: u64,
    cx: &mut Context<'_>,
) -> Poll<()> {
    Wait::poll(wait, cx, || subscribe_instant(instant))
}

impl Wait {
    /// Not generic, as it is large.
    #[inline(never)]
    fn begin(pollable: Pollable, cx: &mut Context<'_>) -> Self {
        let entry = Entry { pollable, waker: Some(cx.waker().clone()) };
        let key = WAITS.with_borrow_mut(|waits| {
            if waits.capacity() == 0 {
                // Growing the table costs more.
                *waits = Slab::with_capacity(4);
            }
            waits.insert(entry)
        });
        Self { key }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        // Dropping a pollable calls the host, which must not happen during the borrow.
        let entry = WAITS.with_borrow_mut(|waits| waits.try_remove(self.key));
        drop(entry);
    }
}

/// Blocks until a pollable with a waiting task is ready; `false` if there is none.
pub(crate) fn wait() -> bool {
    let Some(woken) = WAITS.with_borrow_mut(block) else { return false };
    woken.wake();
    true
}

/// Wakes the tasks of pollables that are ready now, without blocking.
pub(crate) fn check() {
    let woken = WAITS.with_borrow_mut(|waits| {
        let waiting = waits.iter_mut().filter(|(_, entry)| entry.waker.is_some());
        waiting.filter_map(|(_, entry)| entry.waker.take_if(|_| entry.pollable.ready())).collect()
    });
    Woken::Several(woken).wake();
}

/// The tasks to wake after the borrow.
enum Woken {
    One(Waker),
    Several(Vec<Waker>),
}

impl Woken {
    fn wake(self) {
        match self {
            Self::One(waker) => waker.wake(),
            Self::Several(wakers) => wakers.into_iter().for_each(Waker::wake),
        }
    }
}

fn block(waits: &mut Slab<Entry>) -> Option<Woken> {
    let mut waiting = waits.iter_mut().filter(|(_, entry)| entry.waker.is_some());
    let (_, first) = waiting.next()?;
    if waiting.next().is_none() {
        first.pollable.block();
        return first.waker.take().map(Woken::One);
    }
    let mut pollables = Vec::with_capacity(waits.len());
    let mut wakers = Vec::with_capacity(waits.len());
    for (_, Entry { pollable, waker }) in waits.iter_mut() {
        if waker.is_some() {
            pollables.push(&*pollable);
            wakers.push(waker);
        }
    }
    let ready = poll(&pollables);
    let mut woken = Vec::with_capacity(ready.len());
    for index in ready {
        woken.extend(wakers.get_mut(index as usize).and_then(|waker| waker.take()));
    }
    Some(Woken::Several(woken))
}
