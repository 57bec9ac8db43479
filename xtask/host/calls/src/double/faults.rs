//! A double of the faulty server, with all faults that are possible in one process.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use doorway::extract::Path;
use doorway::routing::{any, get};
use doorway::time::{Duration, sleep};
use doorway::{IntoResponse, Request, Response, Router};
use futures_util::StreamExt;
use http::header::{CONTENT_ENCODING, LOCATION, SET_COOKIE};
use http::{HeaderName, HeaderValue, StatusCode};

mod bodies;
mod heads;

/// Answers as that server does.
pub fn faults() -> Router {
    let state = State::default();
    let (go, ended, once) = (state.go.clone(), state.ended.clone(), Once::default());
    Router::new()
        .merge(heads::routes())
        .merge(bodies::routes(&state))
        .route("/ok", any(async || "ok"))
        .route(
            "/go",
            get(move || {
                go.happens();
                async { "ok" }
            }),
        )
        .route(
            "/ended/{n}",
            get(move |Path(n)| {
                let ended = ended.clone();
                async move {
                    ended.times(n).await;
                    "ended"
                }
            }),
        )
        .route("/count", any(count))
        .route("/answer/{status}/{name}/{value}", any(answer))
        .route(
            "/once/{status}/{name}/{value}",
            any(move |path: Path<Answer>, request: Request| {
                let is_first = once.0.borrow_mut().insert(request.uri().path().to_owned());
                async move { if is_first { answer(path).await } else { "ok".into_response() } }
            }),
        )
        .route("/coded/{coding}/{body}", get(coded))
        .route("/next/{n}", get(async |Path(n): Path<u32>| found(&format!("/next/{}", n + 1))))
        .route("/loop", get(async || found("/loop")))
        .route("/cookies/{n}", get(cookies))
}

/// The paths that were asked for, shared by the clones of a handler.
#[derive(Clone, Default)]
struct Once(Rc<RefCell<HashSet<String>>>);

#[derive(Default)]
struct State {
    /// The signal to cut a body off.
    go: Event,
    /// A request was given up.
    ended: Event,
}

/// Something that happens so many times.
#[derive(Clone, Default)]
struct Event(Rc<Cell<u32>>);

impl Event {
    fn happens(&self) {
        self.0.set(self.0.get() + 1);
    }

    fn is_at_least(&self, n: u32) -> bool {
        self.0.get() >= n
    }

    async fn at_least(&self, n: u32) {
        while !self.is_at_least(n) {
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// Waits until it has happened so often since this was asked last.
    async fn times(&self, n: u32) {
        self.at_least(n).await;
        self.0.set(self.0.get() - n);
    }

    /// Sends the signal when it is dropped.
    fn at_drop(&self) -> AtDrop {
        AtDrop(self.clone())
    }
}

struct AtDrop(Event);

impl Drop for AtDrop {
    fn drop(&mut self) {
        self.0.happens();
    }
}

async fn count(request: Request) -> Result<String, doorway::Error> {
    let mut body = request.into_body().into_data_stream();
    let mut length = 0;
    while let Some(chunk) = body.next().await {
        length += chunk?.len();
    }
    Ok(length.to_string())
}

type Answer = (u16, String, String);

async fn answer(Path((status, name, value)): Path<Answer>) -> Response {
    let mut response = "ok".into_response();
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    let name: HeaderName = name.parse().unwrap();
    response.headers_mut().insert(name, HeaderValue::from_bytes(&bytes(&value)).unwrap());
    response
}

async fn coded(Path((coding, body)): Path<(String, String)>) -> Response {
    ([(CONTENT_ENCODING, coding)], bytes(&body)).into_response()
}

/// The bytes of hexadecimal digits after `0x`.
fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes()[2..].chunks(2);
    digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

fn found(location: &str) -> Response {
    (StatusCode::FOUND, [(LOCATION, location)]).into_response()
}

async fn cookies(Path(n): Path<usize>) -> Response {
    let mut response = "ok".into_response();
    for nth in 0..n {
        let cookie = ["=", ";;;", "a=b; domain=;", "\u{7f}", "a=b; max-age=-x"][nth % 5];
        let cookie = HeaderValue::from_str(cookie).unwrap_or(HeaderValue::from_static(""));
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
