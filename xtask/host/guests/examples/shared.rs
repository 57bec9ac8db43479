//! An app whose requests have to do with each other, where an instance has several at a time.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use doorway::extract::State;
use doorway::middleware::TraceContextLayer;
use doorway::routing::{get, post};
use doorway::time::{Duration, sleep};
use doorway::trace::TraceContext;
use doorway::{Body, Error, Router, http_handler, task};

/// A bell that requests wait for, and others ring.
#[derive(Clone, Default)]
struct Bell(Rc<Inner>);

#[derive(Default)]
struct Inner {
    rings: Cell<u32>,
    waiting: RefCell<Vec<Waker>>,
    names: RefCell<Vec<&'static str>>,
}

impl Bell {
    async fn rung(&self) {
        let heard = self.0.rings.get();
        poll_fn(|cx| {
            if self.0.rings.get() > heard {
                return Poll::Ready(());
            }
            self.0.waiting.borrow_mut().push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn ring(&self) -> usize {
        self.0.rings.update(|rings| rings + 1);
        let waiting = self.0.waiting.take();
        let count = waiting.len();
        waiting.into_iter().for_each(Waker::wake);
        count
    }
}

async fn wait(State(bell): State<Bell>) -> &'static str {
    eprintln!("waits");
    bell.rung().await;
    "rung\n"
}

/// Waits in a task, after the response.
async fn wait_later(State(bell): State<Bell>) -> &'static str {
    task::spawn(async move {
        bell.rung().await;
        eprintln!("the task has heard it");
    });
    "answered\n"
}

async fn ring(State(bell): State<Bell>) -> String {
    format!("{} waited\n", bell.ring())
}

/// Never ends, and waits again and again.
async fn endless() {
    eprintln!("is endless");
    loop {
        sleep(Duration::from_millis(1)).await;
    }
}

/// Holds what is borrowed while it waits, which nobody should do.
#[allow(clippy::await_holding_refcell_ref)]
async fn hold(State(bell): State<Bell>) -> &'static str {
    let mut names = bell.0.names.borrow_mut();
    eprintln!("holds");
    bell.rung().await;
    names.push("x");
    "held\n"
}

async fn panics() {
    panic!("last words");
}

/// The names before and after it has waited for its body, here and in a task.
async fn named(context: TraceContext, body: Body) -> Result<String, Error> {
    let in_task = task::spawn(async {
        sleep(Duration::from_millis(1)).await;
        TraceContext::current().map(|context| context.trace_id().to_string())
    });
    let body = body.collect_up_to(1024).await?;
    let now = TraceContext::current().map(|context| context.trace_id().to_string());
    let in_task = in_task.await.map_err(Error::other)?;
    let same = now.as_deref() == Some(&*context.trace_id().to_string()) && now == in_task;
    Ok(format!("{} {same} {}\n", context.trace_id(), body.into_string()?))
}

#[http_handler]
fn app() -> Router {
    eprintln!("the app is built");
    Router::new()
        .route("/wait", get(wait))
        .route("/wait-later", get(wait_later))
        .route("/ring", post(ring))
        .route("/endless", get(endless))
        .route("/hold", get(hold))
        .route("/panic", get(panics))
        .route("/named", post(named))
        .layer(TraceContextLayer::new())
        .with_state(Bell::default())
}
