//! What belongs together natively: the tasks of one request of a test, and the upstreams they have.
//!
//! A test may have several requests under way on one thread. All their tasks are run by one loop,
//! but each is to be finished by itself.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::upstreams::Upstreams;
use crate::Body;
use crate::backend::run_loop;
use crate::error::Error;
use crate::trace::current;

thread_local! {
    /// What is running belongs to this one.
    static CURRENT: RefCell<Scope> = RefCell::default();
}

#[derive(Clone, Default)]
pub(crate) struct Scope(Rc<Inner>);

#[derive(Default)]
struct Inner {
    upstreams: Rc<Upstreams>,
    /// How many tasks have not ended.
    live: Cell<usize>,
}

impl Scope {
    pub(crate) fn new(upstreams: &Rc<Upstreams>) -> Self {
        Self(Rc::new(Inner { upstreams: upstreams.clone(), live: Cell::new(0) }))
    }

    pub(crate) fn current() -> Self {
        CURRENT.with_borrow(Self::clone)
    }

    /// The current scope, or, if a loop is running, one beside it: what runs cannot wait for its
    /// own end.
    pub(crate) fn to_finish() -> Self {
        let current = Self::current();
        if run_loop::DEPTH.get() > 0 { Self::new(&current.0.upstreams) } else { current }
    }

    pub(crate) fn upstreams(&self) -> &Upstreams {
        &self.0.upstreams
    }

    /// Makes this the current scope until the value is dropped.
    pub(crate) fn enter(&self) -> Entered {
        Entered(CURRENT.replace(self.clone()))
    }

    /// Runs a future to its end, and meanwhile all tasks.
    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let output = run_loop::run(poll_fn(|cx| {
            let _entered = self.enter();
            future.as_mut().poll(cx)
        }));
        match output {
            Ok(output) => output,
            Err(run_loop::Stalled) => unreachable!("natively the run loop waits"),
        }
    }

    /// Runs futures to their ends, each within a scope of its own, and meanwhile all tasks. Like the
    /// requests of one instance they begin in their order, and go on as they are woken.
    pub(crate) fn run_all<F: Future>(futures: Vec<(Self, F)>) -> Vec<(Self, F::Output)> {
        let mut all: Vec<_> = futures
            .into_iter()
            .map(|(scope, future)| (scope, Progress::Polled(Box::pin(future))))
            .collect();
        let done = poll_fn(|cx| {
            let mut poll = Poll::Ready(());
            for (scope, progress) in &mut all {
                let _entered = (scope.enter(), current::enter(&None));
                if !progress.poll(cx) {
                    poll = Poll::Pending;
                }
            }
            poll
        });
        Self::current().run(done);
        let outputs = all.into_iter().filter_map(|(scope, progress)| match progress {
            Progress::Polled(_) => None,
            Progress::Done(output) => Some((scope, output)),
        });
        outputs.collect()
    }

    /// Runs the scope's tasks to their end.
    pub(crate) fn finish(&self) {
        // Natively the loop waits for ever rather than stall.
        let _ = run_loop::run_tasks_while(|| self.0.live.get() > 0);
    }

    /// A body that is read within the scope.
    pub(crate) fn body(&self, body: Body) -> Body {
        Body::new(ScopedBody { scope: self.clone(), body })
    }
}

/// A future, or what it gave.
enum Progress<F: Future> {
    Polled(Pin<Box<F>>),
    Done(F::Output),
}

impl<F: Future> Progress<F> {
    /// Whether it is done. The future is dropped then, within its scope.
    fn poll(&mut self, cx: &mut Context<'_>) -> bool {
        if let Self::Polled(future) = self
            && let Poll::Ready(output) = future.as_mut().poll(cx)
        {
            *self = Self::Done(output);
        }
        matches!(self, Self::Done(_))
    }
}

/// Makes the scope current again that was so before.
pub(crate) struct Entered(Scope);

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.with_borrow_mut(|current| std::mem::swap(current, &mut self.0));
    }
}

/// Makes a task one of the current scope.
pub(crate) fn scoped(task: impl Future<Output = ()> + 'static) -> impl Future<Output = ()> {
    let mut task = Box::pin(task);
    let live = Live::new(Scope::current());
    poll_fn(move |cx| {
        let _entered = live.0.enter();
        task.as_mut().poll(cx)
    })
}

/// Counts as a task.
struct Live(Scope);

impl Live {
    fn new(scope: Scope) -> Self {
        scope.0.live.update(|live| live + 1);
        Self(scope)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.0.0.live.update(|live| live - 1);
    }
}

struct ScopedBody {
    scope: Scope,
    body: Body,
}

impl http_body::Body for ScopedBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let _entered = self.scope.enter();
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
