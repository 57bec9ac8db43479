//! [`TestClient::send_all`]: several requests at a time.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use super::client::TestClient;
use super::request::TestRequest;
use super::response::TestResponse;
use crate::Response;
use crate::backend::native::run_loop;
use crate::task::tasks::Tasks;
use crate::trace::current;

impl TestClient {
    /// Sends requests at the same time and blocks until all are answered. The responses come in the
    /// order of the requests.
    ///
    /// One instance is used in this way on WASI 0.3 (feature `p3`), but not on 0.2: while a handler
    /// waits the others go on, in the same app and on the same thread. Each request has its own
    /// tasks and trace context, state is shared. Bodies are read afterwards, so a handler that
    /// waits until another's response is read waits forever.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::time::{Duration, sleep};
    /// use doorway::{Request, Service};
    /// use std::cell::RefCell;
    /// use std::rc::Rc;
    ///
    /// fn app() -> impl Service {
    ///     let paths = Rc::new(RefCell::new(Vec::new()));
    ///     move |request: Request| {
    ///         let paths = Rc::clone(&paths);
    ///         async move {
    ///             // The borrow ends with the statement, before others have their turn.
    ///             paths.borrow_mut().push(request.uri().path().to_owned());
    ///             sleep(Duration::from_millis(1)).await;
    ///             paths.borrow().join(" ")
    ///         }
    ///     }
    /// }
    ///
    /// let client = TestClient::new(app());
    /// let responses = client.send_all([client.get("/a"), client.get("/b"), client.get("/c")]);
    /// for response in responses {
    ///     assert_eq!(response.text(), "/a /b /c");
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// If the app does, and as [`TestRequest::build`]. A borrow of a `RefCell` that is held across an
    /// `.await` makes the next request panic, and is named on stderr.
    #[track_caller]
    pub fn send_all(&self, requests: impl IntoIterator<Item = TestRequest>) -> Vec<TestResponse> {
        let (names, requests): (Vec<_>, Vec<_>) =
            requests.into_iter().map(|request| (request.name(), request.build())).unzip();
        let are_several = requests.len() > 1;
        let mut exchanges: Vec<_> = requests
            .into_iter()
            .zip(&names)
            .map(|(request, name)| {
                let mut tasks = run_loop::new(&self.host);
                let answering = blamed(self.app.answer(request), are_several.then_some(name));
                let answering =
                    Box::pin(async move { (tasks.beside(pin!(answering)).await, tasks) });
                Exchange::Answering(answering)
            })
            .collect();
        // They begin in their order, and go on as they are woken.
        run_loop::block_on(poll_fn(|cx| {
            let polled = exchanges.iter_mut().map(|exchange| exchange.poll(cx));
            // All are polled.
            polled.fold(Poll::Ready(()), |all, one| if one.is_ready() { all } else { one })
        }));
        let answered = exchanges.into_iter().zip(&names).filter_map(|(exchange, name)| {
            let Exchange::Answered(response, tasks) = exchange else { return None };
            Some(TestResponse::new(name.clone(), tasks, response))
        });
        answered.collect()
    }
}

/// A request under way, or its response.
enum Exchange<F> {
    Answering(Pin<Box<F>>),
    Answered(Response, Tasks),
}

impl<F: Future<Output = (Response, Tasks)>> Exchange<F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // Each request has a trace of its own.
        let _entered = current::enter(&None);
        if let Self::Answering(answering) = self {
            let (response, tasks) = ready!(answering.as_mut().poll(cx));
            *self = Self::Answered(response, tasks);
        }
        Poll::Ready(())
    }
}

/// Explains the panic of a request beside others over a `RefCell`.
async fn blamed<F: Future>(answering: F, name: Option<&String>) -> F::Output {
    let mut answering = pin!(answering);
    poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(cx)));
        polled.unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().map(String::as_str);
            let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
            if let (Some(name), Some(message)) = (name, message)
                && message.contains("already")
                && message.contains("borrowed")
            {
                eprintln!(
                    "doorway: {name} met a `RefCell` that another request holds borrowed across an \
                     `.await`: end the borrow before, as on WASI 0.3 an instance answers several \
                     requests at a time; clippy's `await_holding_refcell_ref` finds such borrows"
                );
            }
            resume_unwind(panic)
        })
    })
    .await
}
