//! The reactor: the pollables that tasks wait for, and the one `poll` call that waits for them all.
//!
//! `wasi:io/streams` makes a pollable the child of its stream, which must not be dropped before it:
//! keep a [`Wait`] in a field above its stream's, or drop it first.

use std::cell::RefCell;
use std::task::{Context, Poll, Waker};

use slab::Slab;

use super::bindings::wasi::io::poll::{Pollable, poll};

/// A component is called by its host only, so that its run loop never runs within itself.
pub(crate) const NESTS: bool = false;

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
pub(super) struct Wait {
    key: usize,
}

impl Wait {
    /// Ready once the pollable is. A `wait` that is empty starts with the pollable of `subscribe`;
    /// it is empty again when it was ready.
    pub(super) fn poll(
        wait: &mut Option<Self>,
        cx: &mut Context<'_>,
        subscribe: impl FnOnce() -> Pollable,
    ) -> Poll<()> {
        let waker = || Some(cx.waker().clone());
        let Some(Self { key }) = wait else {
            let entry = Entry { pollable: subscribe(), waker: waker() };
            *wait = Some(Self { key: WAITS.with_borrow_mut(|waits| waits.insert(entry)) });
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

impl Drop for Wait {
    fn drop(&mut self) {
        // Outside of the borrow: dropping a pollable calls the host.
        let entry = WAITS.with_borrow_mut(|waits| waits.try_remove(self.key));
        drop(entry);
    }
}

/// Blocks until a pollable that somebody waits for is ready; `false` if nobody waits for one.
pub(crate) fn wait() -> bool {
    let woken = WAITS.with_borrow_mut(|waits| {
        let waiting: Vec<(usize, &Pollable)> = waits
            .iter()
            .filter(|(_, entry)| entry.waker.is_some())
            .map(|(key, entry)| (key, &entry.pollable))
            .collect();
        let ready: Vec<usize> = match waiting.as_slice() {
            [] => return None,
            [(key, only)] => {
                only.block();
                vec![*key]
            }
            several => {
                let pollables: Vec<&Pollable> = several.iter().map(|(_, p)| *p).collect();
                let ready = poll(&pollables);
                ready.into_iter().filter_map(|i| several.get(i as usize)).map(|(k, _)| *k).collect()
            }
        };
        Some(take_wakers(waits, ready))
    });
    wake(woken)
}

/// Wakes whoever waits for a pollable that is ready now, without blocking.
pub(crate) fn check() {
    let woken = WAITS.with_borrow_mut(|waits| {
        let ready = waits
            .iter()
            .filter(|(_, entry)| entry.waker.is_some() && entry.pollable.ready())
            .map(|(key, _)| key)
            .collect();
        Some(take_wakers(waits, ready))
    });
    wake(woken);
}

fn take_wakers(waits: &mut Slab<Entry>, ready: Vec<usize>) -> Vec<Waker> {
    ready.into_iter().filter_map(|key| waits.get_mut(key)?.waker.take()).collect()
}

fn wake(woken: Option<Vec<Waker>>) -> bool {
    let Some(wakers) = woken else { return false };
    for waker in wakers {
        waker.wake();
    }
    true
}

/// There is one thread, and it is never parked but in [`wait`].
#[derive(Default)]
pub(crate) struct Parked;

impl Parked {
    pub(crate) fn unpark(&self) {}
}
