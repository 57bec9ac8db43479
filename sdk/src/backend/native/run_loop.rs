//! The native driver: runs the tasks of all requests on a thread, and parks it when nothing is woken.
//!
//! A test may have several requests under way on one thread, and block within a task or a handler.
//! So each loop runs all tasks, except for those that an outer loop is polling.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::test_host::TestHost;
use crate::task::tasks::{self, TaskSet, Tasks};

thread_local! {
    static ALL: RefCell<Vec<Weak<dyn TaskSet>>> = const { RefCell::new(Vec::new()) };
    static OF_THREAD: Tasks = new(&Rc::default());
    /// How many loops are running, one within the other.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Returns tasks of a request by this host.
pub(crate) fn new(host: &Rc<TestHost>) -> Tasks {
    let tasks = Tasks::new(host.clone());
    ALL.with_borrow_mut(|all| {
        all.retain(|set| set.strong_count() > 0);
        all.extend(tasks.set().map(Rc::downgrade));
    });
    tasks
}

/// Returns the tasks that belong to no request: those of the test itself.
pub(crate) fn of_thread() -> Tasks {
    OF_THREAD.with(Tasks::clone)
}

/// Returns the current tasks or, if a loop is running, new ones: a task cannot wait for its own end.
pub(crate) fn to_finish() -> Tasks {
    let current = tasks::current();
    if DEPTH.get() > 0 { new(&current.host()) } else { current }
}

/// Runs a future to its end, and meanwhile all tasks.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let _level = Level::enter();
    let mut future = pin!(future);
    let root = Arc::new(Root { is_woken: AtomicBool::new(true), thread: thread::current() });
    let waker = Waker::from(root.clone());
    let mut cx = Context::from_waker(&waker);
    loop {
        if root.is_woken.swap(false, Ordering::Acquire)
            && let Poll::Ready(output) = future.as_mut().poll(&mut cx)
        {
            return output;
        }
        let all: Vec<_> = ALL.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect());
        all.iter().for_each(|set| Tasks::of_set(set.clone()).poll(&mut cx));
        // A loop within one of them may have left some to be polled here.
        let is_woken = root.is_woken.load(Ordering::Acquire);
        if !is_woken && !all.iter().any(|set| set.is_woken()) {
            thread::park();
        }
    }
}

/// Counts a loop while it runs.
struct Level;

impl Level {
    fn enter() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Self
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// Wakes the loop.
struct Root {
    is_woken: AtomicBool,
    thread: Thread,
}

impl Wake for Root {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}
