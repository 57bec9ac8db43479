//! Server-sent events: a page that shows ticks as they arrive.
//!
//! `/` is the page and `/events` its events: a tick each second, or in the interval of the query in
//! milliseconds, `?every=200`.

use std::convert::Infallible;

use doorway::extract::Query;
use doorway::http::HeaderMap;
use doorway::response::Html;
use doorway::response::sse::{Event, KeepAlive, Sse};
use doorway::routing::get;
use doorway::time::{Duration, sleep};
use doorway::{Router, http_handler};
use futures_util::stream::{self, Stream};
use serde::Deserialize;

/// The time until `/events` sends a comment while there are no ticks; so soon, at the latest, it
/// notices that the page was closed.
const SILENCE: Duration = Duration::from_secs(2);

/// The app.
#[http_handler]
pub fn app() -> Router {
    Router::new().route("/", get(page)).route("/events", get(events))
}

async fn page() -> Html<&'static str> {
    Html(include_str!("page.html"))
}

#[derive(Deserialize)]
struct Pace {
    /// In milliseconds.
    #[serde(default = "Pace::every_second")]
    every: u64,
}

impl Pace {
    fn every_second() -> u64 {
        1000
    }
}

async fn events(
    Query(pace): Query<Pace>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let pause = Duration::from_millis(pace.every.clamp(10, 3_600_000));
    // A browser that reconnects continues with the next tick.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    Sse::new(ticks(last.unwrap_or(0), pause)).keep_alive(KeepAlive::new().interval(SILENCE))
}

/// Endless ticks; the stream is dropped when the client disconnects.
fn ticks(last: u64, pause: Duration) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(last, move |last| async move {
        sleep(pause).await;
        let tick = last.checked_add(1)?;
        let event =
            Event::default().event("tick").id(tick.to_string()).data(format!("Tick {tick}"));
        Some((Ok(event), tick))
    })
}

#[cfg(test)]
mod tests {
    use doorway::testing::{TestClient, TestResponse};

    use super::*;

    fn first(count: usize, response: &TestResponse) -> Vec<String> {
        let chunks = response.chunks().take(count);
        chunks.map(|chunk| String::from_utf8(chunk.unwrap().into()).unwrap()).collect()
    }

    #[test]
    fn the_page_listens_to_the_events() {
        let page = TestClient::new(app()).get("/").send();
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(page.text().contains(r#"new EventSource("/events" + location.search)"#));
    }

    #[test]
    fn ticks_until_the_client_leaves() {
        let response = TestClient::new(app()).get("/events?every=10").send();
        assert_eq!(response.header("content-type"), Some("text/event-stream"));
        let expected = [1, 2, 3].map(|n| format!("event: tick\nid: {n}\ndata: Tick {n}\n\n"));
        assert_eq!(first(3, &response), expected);
        // Dropping the response would wait forever for a handler that does not end.
    }

    #[test]
    fn goes_on_where_a_browser_was() {
        let request = TestClient::new(app()).get("/events?every=10");
        let response = request.header("last-event-id", "41").send();
        assert_eq!(first(1, &response), ["event: tick\nid: 42\ndata: Tick 42\n\n"]);

        let last = u64::MAX.to_string();
        let request = TestClient::new(app()).get("/events?every=10");
        assert_eq!(request.header("last-event-id", last).send().text(), "");
    }

    #[test]
    fn silence_is_broken_by_comments() {
        let response = TestClient::new(app()).get("/events?every=3600000").send();
        assert_eq!(first(1, &response), [": \n\n"]);
    }

    #[test]
    fn an_invalid_pace_is_refused() {
        let client = TestClient::new(app());
        assert_eq!(client.get("/events?every=often").send().status(), 400);
    }
}
