//! Server-sent events.

use std::convert::Infallible;

use doorway::response::sse::{Event, KeepAlive, Sse};
use doorway::routing::get;
use doorway::time::Duration;
use doorway::{Body, IntoResponse, Response, Router};
use futures_util::stream::{self, Stream, StreamExt};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/events", get(async || Sse::new(events())))
        .route("/events/kept-alive", get(kept_alive))
        .route("/events/json", get(json))
        .route("/events/malformed", get(malformed))
        .route("/events/failing", get(failing))
}

fn events() -> impl Stream<Item = Result<Event, Infallible>> {
    let whole = Event::default().event("tick").id("1").retry(Duration::from_secs(2)).data("a\nb");
    stream::iter([whole, Event::default().comment("nothing"), Event::default().data("")].map(Ok))
}

/// The first two things that are sent because nothing else is.
async fn kept_alive() -> Response {
    let silent = Sse::new(stream::pending::<Result<Event, Infallible>>());
    let keep_alive = KeepAlive::new().interval(Duration::from_millis(5)).text("wait");
    let response = silent.keep_alive(keep_alive).into_response();
    response.map(|body| Body::from_stream(body.into_data_stream().take(2)))
}

async fn json() -> Sse<impl Stream<Item = Result<Event, doorway::Error>>> {
    Sse::new(stream::iter([Event::default().json_data([1, 2])]))
}

async fn malformed() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(events().chain(stream::iter([Ok(Event::default().event("two\nlines"))])))
}

async fn failing() -> Sse<impl Stream<Item = Result<Event, std::io::Error>>> {
    let failed = Err(std::io::ErrorKind::TimedOut.into());
    Sse::new(stream::iter([Ok(Event::default().data("one")), failed]))
}
