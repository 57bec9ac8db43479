//! Tasks beside the handler, which may go on after its response: [`spawn`], with its [`JoinHandle`].
//!
//! # Examples
//!
//! ```
//! use doorway::{Router, routing::post, task, testing::TestClient};
//! use std::{cell::Cell, rc::Rc};
//!
//! let sent = Rc::new(Cell::new(0));
//! let counter = sent.clone();
//! let order = move || {
//!     let counter = counter.clone();
//!     async move {
//!         task::spawn(async move { counter.set(counter.get() + 1) });
//!         "accepted"
//!     }
//! };
//!
//! let client = TestClient::new(Router::<()>::new().route("/orders", post(order)));
//! assert_eq!(client.post("/orders").send().text(), "accepted");
//! assert_eq!(sent.get(), 1);
//! ```

use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::trace::current;

mod queue;
pub(crate) mod tasks;

/// Starts a task that runs beside the handler and, if it takes longer, after the response is sent.
///
/// The instance stays with the request until its tasks have finished. There is one thread, so a
/// task needs no `Send`. The output of a task, an error too, goes to its handle only.
///
/// # Examples
///
/// ```
/// use doorway::task;
///
/// # doorway::testing::block_on(async {
/// let sum = task::spawn(async { 1 + 2 });
/// assert_eq!(sum.await.unwrap(), 3);
/// # });
/// ```
///
/// # Panics
///
/// While the app is [warmed](crate::warm()), as the task would be lost.
#[track_caller]
#[doc(alias = "background")]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    let state = Rc::new(RefCell::new(State::default()));
    let handle = JoinHandle { state: state.clone() };
    let trace = current::get();
    tasks::spawn(async move {
        let mut future = Box::pin(future);
        let output = poll_fn(|cx| {
            let mut borrowed = state.borrow_mut();
            if borrowed.aborted {
                return Poll::Ready(Err(JoinError(())));
            }
            borrowed.task = Some(cx.waker().clone());
            drop(borrowed);
            let _entered = current::enter(&trace);
            future.as_mut().poll(cx).map(Ok)
        })
        .await;
        // An aborted future is dropped before its handle is woken.
        drop(future);
        let waker = {
            let mut state = state.borrow_mut();
            state.output = Some(output);
            state.joiner.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    handle
}

/// A handle of a spawned task. Awaited it gives the task's output; dropped it leaves the task running.
///
/// # Examples
///
/// ```
/// use doorway::{task, time};
///
/// # doorway::testing::block_on(async {
/// let slow = task::spawn(time::sleep(time::Duration::from_secs(3600)));
/// assert!(!slow.is_finished());
/// slow.abort();
/// let error: task::JoinError = slow.await.unwrap_err();
/// # });
/// ```
pub struct JoinHandle<T> {
    state: Rc<RefCell<State<T>>>,
}

struct State<T> {
    output: Option<Result<T, JoinError>>,
    aborted: bool,
    task: Option<Waker>,
    joiner: Option<Waker>,
}

impl<T> Default for State<T> {
    fn default() -> Self {
        Self { output: None, aborted: false, task: None, joiner: None }
    }
}

impl<T> JoinHandle<T> {
    /// Stops the task: its future is dropped at the next turn of the run loop, unless it has
    /// finished by then.
    pub fn abort(&self) {
        let waker = {
            let mut state = self.state.borrow_mut();
            state.aborted = true;
            state.task.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Returns whether the task has ended.
    pub fn is_finished(&self) -> bool {
        self.state.borrow().output.is_some()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.state.borrow_mut();
        match state.output.take() {
            Some(output) => Poll::Ready(output),
            None => {
                state.joiner = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").field("finished", &self.is_finished()).finish()
    }
}

/// The error of awaiting a task that was [aborted](JoinHandle::abort).
///
/// # Examples
///
/// ```
/// use doorway::task;
///
/// # doorway::testing::block_on(async {
/// let task = task::spawn(std::future::pending::<()>());
/// task.abort();
/// assert!(task.await.is_err());
/// # });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinError(());

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task was aborted")
    }
}

impl std::error::Error for JoinError {}
