//! The run loop: one thread, one future to finish, and the tasks that were spawned.
//!
//! Most handlers never wait, so the first poll is made with a waker that does nothing and costs
//! nothing. A future that is pending after it is polled again with a real waker; from there on
//! only what was woken is polled, and when nothing is, the reactor blocks on the host.
//!
//! Where a loop may run inside of another ([`reactor::NESTS`]) the inner one runs all tasks, and
//! leaves to the outer ones what these are in the middle of polling.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use slab::Slab;

use super::imp::scope;
use super::reactor;

/// Nothing can happen any more that would wake what the loop waits for.
#[derive(Debug)]
pub(crate) struct Stalled;

/// The waker of a first poll. There is one of it, so that it is known again.
pub(crate) static NOBODY: &Waker = Waker::noop();

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The index of the future that the outermost [`run`] was given, those within count down from it;
/// tasks count from 0.
const ROOT: usize = usize::MAX;

/// Polls in a row after which host events get a turn, however busy the tasks are.
const POLLS_PER_TURN: usize = 64;

/// A spawned task; while it is polled, its place is kept by `None`.
type Slot = Option<(Task, Arc<Key>)>;

thread_local! {
    static TASKS: RefCell<Slab<Slot>> = const { RefCell::new(Slab::new()) };
    /// How many there are. It is asked for at each write that finds no room.
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static READY: OnceCell<Arc<Ready>> = const { OnceCell::new() };
    /// How many loops are running, one within the other; counted only where they may.
    pub(super) static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Runs a future to its end, and meanwhile the spawned tasks.
pub(crate) fn run<F: Future>(future: F) -> Result<F::Output, Stalled> {
    let level = Level::enter();
    let mut future = pin!(future);
    let mut output = future.as_mut().poll(&mut Context::from_waker(NOBODY));
    if output.is_pending() {
        run_pending(future, level, &mut output)?;
    }
    match output {
        Poll::Ready(output) => Ok(output),
        Poll::Pending => Err(Stalled),
    }
}

/// Goes on with a future that was polled and waits, to its output.
pub(crate) fn resume<T>(
    future: Pin<&mut dyn Future<Output = T>>,
    output: &mut Poll<T>,
) -> Result<(), Stalled> {
    run_pending(future, Level::enter(), output)
}

/// Goes on with a future that waits. One function for all that give the same: each handler would
/// bring another. The output stays where it is wanted, as it may be large.
fn run_pending<T>(
    mut future: Pin<&mut dyn Future<Output = T>>,
    level: Level,
    output: &mut Poll<T>,
) -> Result<(), Stalled> {
    let mut turns = Turns::new(level);
    let root = Key::new(turns.root, turns.ready.clone());
    let waker = Waker::from(root.clone());
    // Where nothing else is to be polled it need not queue for that.
    let mut index = turns.root;
    if !is_idle() {
        root.wake_by_ref();
        index = turns.next()?;
    }
    loop {
        if index == turns.root {
            root.queued.store(false, Ordering::Relaxed);
            let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
            // Not what is pending: to put that there is to move as much.
            if polled.is_ready() {
                *output = polled;
                return Ok(());
            }
        } else {
            turns.poll_task(index);
        }
        index = turns.next()?;
    }
}

/// Runs the spawned tasks for as long as the condition holds.
pub(crate) fn run_tasks_while(condition: impl Fn() -> bool) -> Result<(), Stalled> {
    let mut turns = Turns::new(Level::enter());
    while condition() {
        let index = turns.next()?;
        turns.poll_task(index);
    }
    Ok(())
}

/// Runs the spawned tasks to their end. When they are stalled they are dropped.
pub(crate) fn finish_tasks() -> Result<(), Stalled> {
    if is_idle() {
        return Ok(());
    }
    let finished = run_tasks_while(|| !is_idle());
    if finished.is_err() {
        drop_tasks();
    }
    finished
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
    let task: Task = Box::pin(scope::scoped(task));
    TASKS.with_borrow_mut(|tasks| {
        let entry = tasks.vacant_entry();
        let key = Key::new(entry.key(), Ready::of_thread());
        key.wake_by_ref();
        entry.insert(Some((task, key)));
        LIVE.set(tasks.len());
    });
}

/// Polls a task. `false` if that is being done further out already.
fn poll_task(index: usize) -> bool {
    let slot = TASKS.with_borrow_mut(|tasks| tasks.get_mut(index).map(Option::take));
    // Without one the task has ended, and this wake came late.
    let Some(slot) = slot else { return true };
    let Some((mut task, key)) = slot else { return false };
    key.queued.store(false, Ordering::Relaxed);
    let waker = Waker::from(key.clone());
    let panicking = Remove(index);
    let poll = task.as_mut().poll(&mut Context::from_waker(&waker));
    std::mem::forget(panicking);
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
    true
}

/// Removes a task that panicked, where a program survives that.
struct Remove(usize);

impl Drop for Remove {
    fn drop(&mut self) {
        TASKS.with_borrow_mut(|tasks| {
            tasks.try_remove(self.0);
            LIVE.set(tasks.len());
        });
    }
}

/// How many other loops a loop runs inside of.
struct Level(usize);

impl Level {
    fn enter() -> Self {
        Self(if reactor::NESTS { DEPTH.replace(DEPTH.get() + 1) } else { 0 })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        if reactor::NESTS {
            DEPTH.set(self.0);
        }
    }
}

/// Hands out what is ready, and lets the host's events in.
struct Turns {
    _level: Level,
    ready: Arc<Ready>,
    root: usize,
    polls: usize,
    /// What is being polled further out.
    deferred: Vec<usize>,
}

impl Turns {
    fn new(level: Level) -> Self {
        let (root, ready) = (ROOT - level.0, Ready::of_thread());
        Self { _level: level, ready, root, polls: 0, deferred: Vec::new() }
    }

    fn poll_task(&mut self, index: usize) {
        // The larger ones are the futures of outer loops.
        let polled = !(reactor::NESTS && index > self.root) && poll_task(index);
        if reactor::NESTS && !polled {
            self.deferred.push(index);
        }
    }

    fn next(&mut self) -> Result<usize, Stalled> {
        self.polls += 1;
        if self.polls >= POLLS_PER_TURN {
            self.polls = 0;
            reactor::check();
        }
        loop {
            if let Some(index) = self.ready.indexes().pop_front() {
                return Ok(index);
            }
            self.polls = 0;
            if !reactor::wait() {
                return Err(Stalled);
            }
        }
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        if reactor::NESTS {
            self.ready.indexes().extend(self.deferred.drain(..));
        }
    }
}

/// The indexes of what was woken and not polled since.
struct Ready {
    indexes: Mutex<VecDeque<usize>>,
    thread: reactor::Parked,
}

impl Ready {
    fn of_thread() -> Arc<Self> {
        READY.with(|ready| ready.get_or_init(|| Arc::new(Self::new())).clone())
    }

    fn new() -> Self {
        // There is one at least; to grow costs more.
        let indexes = Mutex::new(VecDeque::with_capacity(4));
        Self { indexes, thread: Default::default() }
    }

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
    fn new(index: usize, ready: Arc<Ready>) -> Arc<Self> {
        Arc::new(Self { index, queued: AtomicBool::new(false), ready })
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
