//! The run loop: one thread, one future to finish, and the tasks that were spawned.
//!
//! Most handlers never wait, so the first poll is made with a waker that does nothing and costs
//! nothing. A future that is pending after it is polled again with a real waker; from there on
//! only what was woken is polled, and when nothing is, the reactor blocks on the host.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use slab::Slab;

use super::reactor;

/// Nothing can happen any more that would wake what the loop waits for.
#[derive(Debug)]
pub(crate) struct Stalled;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The index of the future that [`run`] was given; tasks count from 0.
const ROOT: usize = usize::MAX;

/// Polls in a row after which host events get a turn, however busy the tasks are.
const POLLS_PER_TURN: usize = 64;

/// A spawned task; while it is polled, its place is kept by `None`.
type Slot = Option<(Task, Arc<Key>)>;

thread_local! {
    static TASKS: RefCell<Slab<Slot>> = const { RefCell::new(Slab::new()) };
    /// How many there are. It is asked for at each write that finds no room.
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static READY: Arc<Ready> = Arc::default();
}

/// Runs a future to its end, and meanwhile the spawned tasks.
pub(crate) fn run<F: Future>(future: F) -> Result<F::Output, Stalled> {
    let mut future = pin!(future);
    if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        return Ok(output);
    }
    let ready = READY.with(Arc::clone);
    let root = Key::queued(ROOT, &ready);
    let waker = Waker::from(root.clone());
    let mut turns = Turns::default();
    loop {
        match turns.next(&ready)? {
            ROOT => {
                root.queued.store(false, Ordering::Relaxed);
                if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker))
                {
                    return Ok(output);
                }
            }
            index => poll_task(index),
        }
    }
}

/// Runs the spawned tasks to their end. When they are stalled they are dropped.
pub(crate) fn finish_tasks() -> Result<(), Stalled> {
    if is_idle() {
        return Ok(());
    }
    let ready = READY.with(Arc::clone);
    let mut turns = Turns::default();
    while !is_idle() {
        match turns.next(&ready) {
            Ok(ROOT) => {}
            Ok(index) => poll_task(index),
            Err(stalled) => {
                drop_tasks();
                return Err(stalled);
            }
        }
    }
    Ok(())
}

/// Drops the tasks that have not finished.
pub(crate) fn drop_tasks() {
    let tasks = TASKS.take();
    LIVE.set(0);
    // Outside of the borrow: what a task drops may spawn another.
    drop(tasks);
}

/// Whether no spawned task is left.
pub(crate) fn is_idle() -> bool {
    LIVE.get() == 0
}

/// Adds a task, to be polled from the next turn of the loop on.
pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Task = Box::pin(task);
    TASKS.with_borrow_mut(|tasks| {
        let entry = tasks.vacant_entry();
        let key = READY.with(|ready| Key::queued(entry.key(), ready));
        entry.insert(Some((task, key)));
        LIVE.set(tasks.len());
    });
}

fn poll_task(index: usize) {
    let slot = TASKS.with_borrow_mut(|tasks| tasks.get_mut(index).and_then(Option::take));
    // Without one the task has ended, and this wake came late.
    let Some((mut task, key)) = slot else { return };
    key.queued.store(false, Ordering::Relaxed);
    let waker = Waker::from(key.clone());
    let poll = task.as_mut().poll(&mut Context::from_waker(&waker));
    TASKS.with_borrow_mut(|tasks| match poll {
        Poll::Pending => {
            if let Some(slot) = tasks.get_mut(index) {
                *slot = Some((task, key));
            }
        }
        Poll::Ready(()) => {
            tasks.try_remove(index);
            LIVE.set(tasks.len());
        }
    });
}

/// Hands out what is ready, and lets the host's events in.
#[derive(Default)]
struct Turns {
    polls: usize,
}

impl Turns {
    fn next(&mut self, ready: &Ready) -> Result<usize, Stalled> {
        self.polls += 1;
        if self.polls >= POLLS_PER_TURN {
            self.polls = 0;
            reactor::check();
        }
        loop {
            if let Some(index) = ready.indexes().pop_front() {
                return Ok(index);
            }
            self.polls = 0;
            if !reactor::wait() {
                return Err(Stalled);
            }
        }
    }
}

/// The indexes of what was woken and not polled since.
#[derive(Default)]
struct Ready {
    indexes: Mutex<VecDeque<usize>>,
    thread: reactor::Parked,
}

impl Ready {
    fn indexes(&self) -> MutexGuard<'_, VecDeque<usize>> {
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A waker: queues its index, once until that is polled.
struct Key {
    index: usize,
    queued: AtomicBool,
    ready: Arc<Ready>,
}

impl Key {
    fn queued(index: usize, ready: &Arc<Ready>) -> Arc<Self> {
        let key = Arc::new(Self { index, queued: AtomicBool::new(false), ready: ready.clone() });
        key.wake_by_ref();
        key
    }
}

impl Wake for Key {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::Relaxed) {
            self.ready.indexes().push_back(self.index);
            self.ready.thread.unpark();
        }
    }
}
