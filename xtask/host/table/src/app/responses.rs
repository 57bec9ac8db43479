//! Return values of handlers.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use doorway::http::header::{CONTENT_TYPE, ETAG, SET_COOKIE};
use doorway::http::{Extensions, HeaderMap, HeaderValue, StatusCode};
use doorway::response::{
    AppendHeaders, Html, IntoResponseParts, NoContent, Redirect, ResponseParts,
};
use doorway::routing::get;
use doorway::{Body, IntoResponse, Json, Response, Router};
use futures_util::stream;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let kinds = Router::new()
        .route("/response/str", get(async || "text"))
        .route("/response/string", get(async || String::from("größer")))
        .route("/response/boxed-str", get(async || Box::<str>::from("boxed")))
        .route("/response/cow", get(async || Cow::<'static, str>::Borrowed("cow")))
        .route("/response/slice", get(async || b"slice".as_slice()))
        .route("/response/array", get(async || *b"array"))
        .route("/response/vec", get(async || vec![0, 159, 146, 150]))
        .route("/response/bytes", get(async || Bytes::from_static(b"bytes")))
        .route("/response/bytes-mut", get(async || BytesMut::from("bytes")))
        .route("/response/nothing", get(async || ()))
        .route("/response/status", get(async || StatusCode::IM_A_TEAPOT))
        .route("/response/no-content", get(async || NoContent))
        .route("/response/html", get(async || Html("<p>é</p>")))
        .route("/response/json", get(async || Json([1, 2])))
        .route("/response/body", get(async || Body::from("a body")))
        .route("/response/stream", get(async || Body::from_stream(chunks(["a", "", "b"]))))
        .route("/response/response", get(response))
        .route("/response/parts", get(parts))
        .route("/response/extensions", get(async || Extensions::new()));
    let redirects = Router::new()
        .route("/redirect/301", get(async || Redirect::moved_permanently("/a")))
        .route("/redirect/302", get(async || Redirect::found("/b?c#d")))
        .route("/redirect/303", get(async || Redirect::to("../e")))
        .route("/redirect/307", get(async || Redirect::temporary("https://example.com/")))
        .route("/redirect/308", get(async || Redirect::permanent("/é")))
        .route("/redirect/malformed", get(async || Redirect::to("/a\r\nx-evil: 1")));
    let tuples = Router::new()
        .route("/tuple/status", get(async || (StatusCode::CREATED, "made")))
        .route("/tuple/array", get(async || ([(ETAG, "\"1\""), (CONTENT_TYPE, "text/x")], "typed")))
        .route("/tuple/array-alone", get(async || [("x-a", "1"), ("x-a", "2")]))
        .route("/tuple/names", get(async || ([("x-a", String::from("1"))], "named")))
        .route("/tuple/map", get(map))
        .route("/tuple/append", get(async || (AppendHeaders(COOKIES), "two cookies")))
        .route("/tuple/append-alone", get(async || AppendHeaders(COOKIES)))
        .route("/tuple/order", get(async || ([("x-a", "1")], [("x-a", "2")], "the last one")))
        .route("/tuple/html", get(async || ([(CONTENT_TYPE, "text/x")], Html("<p>"))))
        .route("/tuple/parts", get(async || ((StatusCode::ACCEPTED, [("x-a", "1")]), "in one")))
        .route("/tuple/perhaps", get(async || (Some([("x-a", "1")]), None::<HeaderMap>, "one")))
        .route("/tuple/own", get(async || (MaxAge(60), "kept")))
        .route("/tuple/refused", get(async || (MaxAge(0), StatusCode::ACCEPTED, "lost")))
        .route("/tuple/name-malformed", get(async || ([("x a", "1")], "lost")))
        .route("/tuple/value-malformed", get(async || ([("x-a", "1\r\nx-evil: 1")], "lost")))
        .route("/tuple/too-many", get(too_many));
    kinds.merge(redirects).merge(tuples)
}

const COOKIES: [(doorway::http::HeaderName, &str); 2] = [(SET_COOKIE, "a=1"), (SET_COOKIE, "b=2")];

fn chunks<const N: usize>(
    chunks: [&'static str; N],
) -> impl stream::Stream<Item = Result<&'static str, std::io::Error>> {
    stream::iter(chunks.map(Ok))
}

async fn response() -> Response {
    let mut response = "a response".into_response();
    *response.status_mut() = StatusCode::NON_AUTHORITATIVE_INFORMATION;
    response.headers_mut().insert("x-a", const { HeaderValue::from_static("1") });
    response
}

async fn parts() -> doorway::http::response::Parts {
    response().await.into_parts().0
}

async fn map() -> (HeaderMap, &'static str) {
    let mut map = HeaderMap::new();
    map.append("x-a", const { HeaderValue::from_static("1") });
    map.append("x-a", const { HeaderValue::from_static("2") });
    map.append("content-type", const { HeaderValue::from_static("text/x") });
    (map, "of a map")
}

/// More than a host takes.
async fn too_many() -> impl IntoResponse {
    (AppendHeaders((0..5000).map(|at| (format!("x-{at}"), "x".repeat(100)))), "lost")
}

/// A custom part, which cannot be 0.
struct MaxAge(u32);

impl IntoResponseParts for MaxAge {
    type Error = (StatusCode, &'static str);

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Self::Error> {
        if self.0 == 0 {
            return Err((StatusCode::INSUFFICIENT_STORAGE, "no time"));
        }
        let value = HeaderValue::try_from(format!("max-age={}", self.0));
        res.headers_mut()
            .extend(value.ok().map(|value| (doorway::http::header::CACHE_CONTROL, value)));
        Ok(res)
    }
}
