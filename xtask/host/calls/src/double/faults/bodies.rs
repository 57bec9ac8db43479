//! Bodies that are cut off, pause, or do not end.

use std::future::pending;

use bytes::Bytes;
use doorway::extract::Path;
use doorway::routing::{any, get};
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, IntoResponse, Response, Router};
use futures_util::stream;
use http::HeaderValue;
use http::header::CONTENT_LENGTH;

use super::{Event, State};

const GIB: usize = 1 << 30;

static CHUNK: [u8; 64 * 1024] = [b'd'; 64 * 1024];

pub(super) fn routes(state: &State) -> Router {
    let mut router = Router::new();
    for (path, length) in [
        ("/body/short", Some(8)),
        ("/body/short-reset", Some(8)),
        ("/body/no-last-chunk", None),
        ("/body/no-last-chunk-reset", None),
        ("/body/half-chunk", None),
        ("/body/bad-chunk", None),
        ("/body/half-trailers", None),
    ] {
        let go = state.go.clone();
        // One that is short ends as if all were well.
        let fails = length.is_none() || path.ends_with("reset");
        router = router.route(
            path,
            get(move || {
                let response = with_length(length, half(go.clone(), fails));
                async { response }
            }),
        );
    }
    let slow = |ending: fn(Event) -> Body| {
        let ended = state.ended.clone();
        move || {
            let body = ending(ended.clone());
            async { body }
        }
    };
    let ended = state.ended.clone();
    let all = Event::default();
    let together = move |Path(n): Path<u32>| {
        let all = all.clone();
        async move {
            all.happens();
            all.at_least(n).await;
            "together"
        }
    };
    let (asked, others) = (Event::default(), state.ended.clone());
    let first = move |Path(n): Path<u32>| {
        asked.happens();
        let is_last = asked.is_at_least(n);
        let at_drop = (!is_last).then(|| others.at_drop());
        async move {
            if !is_last {
                pending::<()>().await;
            }
            drop(at_drop);
            "first"
        }
    };
    router
        .route(
            "/slow/silent",
            any(move || {
                let at_drop = ended.at_drop();
                async move {
                    pending::<()>().await;
                    drop(at_drop);
                }
            }),
        )
        .route("/together/{n}", get(together))
        .route("/first/{n}", get(first))
        .route("/slow/stalls", get(slow(stalling)))
        .route("/slow/drips", get(slow(dripping)))
        .route("/slow/pours", get(slow(pouring)))
        .route("/long/declared", get(async || with_length(Some(GIB), long())))
        .route("/long/chunked", get(async || long()))
}

fn with_length(length: Option<usize>, body: Body) -> Response {
    let mut response = body.into_response();
    if let Some(length) = length {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

/// Half of it, and when it may go on, an end or an error.
fn half(go: Event, fails: bool) -> Body {
    Body::from_stream(stream::unfold(0, move |at| {
        let go = go.clone();
        async move {
            match at {
                0 => Some((Ok("half"), 1)),
                1 => {
                    go.times(1).await;
                    fails.then(|| (Err(Error::other("the disk is on fire")), 2))
                }
                _ => None,
            }
        }
    }))
}

fn stalling(ended: Event) -> Body {
    Body::from_stream(stream::unfold((0, ended.at_drop()), async |(at, at_drop)| {
        if at > 0 {
            pending::<()>().await;
        }
        Some((Ok::<_, Error>("half"), (at + 1, at_drop)))
    }))
}

fn dripping(ended: Event) -> Body {
    Body::from_stream(stream::unfold(ended.at_drop(), async |at_drop| {
        sleep(Duration::from_millis(5)).await;
        Some((Ok::<_, Error>("d"), at_drop))
    }))
}

fn pouring(_: Event) -> Body {
    Body::from_stream(stream::repeat_with(|| Ok::<_, Error>(Bytes::from_static(&CHUNK))))
}

fn long() -> Body {
    let chunks = (0..GIB / CHUNK.len()).map(|_| Ok::<_, Error>(Bytes::from_static(&CHUNK)));
    Body::from_stream(stream::iter(chunks))
}
