//! Extractors natively: what they give, and what is said of requests that they refuse.

use std::fmt::Debug;

use doorway::extract::FromRequestParts;
use doorway::http::{HeaderMap, StatusCode, header};
use doorway::testing::block_on;
use doorway::{Body, Handler, IntoResponse, Request, RequestExt};

mod body;
#[cfg(feature = "cookies")]
mod cookies;
#[cfg(feature = "form")]
mod form;
mod head;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "multipart")]
mod multipart;
mod path;
#[cfg(feature = "query")]
mod query;
#[cfg(feature = "form")]
mod rare;
#[cfg(all(feature = "form", feature = "json", feature = "query"))]
mod rejections;
#[cfg(feature = "headers")]
mod typed_header;

/// The parts of a response.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

fn answer<M, S>(handler: impl Handler<M, S>, request: impl Into<Request>, state: &S) -> Answer {
    block_on(async {
        let response = handler.call(request.into(), state).await.into_response();
        let (parts, body) = response.into_parts();
        let text = body.collect_up_to(usize::MAX).await.unwrap().into_string().unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    })
}

/// The text of a good answer.
#[track_caller]
fn good<M>(handler: impl Handler<M>, request: impl Into<Request>) -> String {
    let answer = answer(handler, request, &());
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text
}

/// The status of a refusal, and its detail: none where the program is to blame.
#[track_caller]
fn refusal<M>(handler: impl Handler<M>, request: impl Into<Request>) -> (u16, Option<String>) {
    let answer = answer(handler, request, &());
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    let status = answer.status;
    assert_eq!(problem["status"], status.as_u16());
    assert_eq!(problem["title"], status.canonical_reason().unwrap());
    assert!(problem.get("type").is_none());
    let detail = problem["detail"].as_str().map(String::from);
    assert_eq!(detail.is_none(), status.is_server_error(), "{}", answer.text);
    (status.as_u16(), detail)
}

/// A refusal that is the client's affair.
#[track_caller]
fn refused<M>(handler: impl Handler<M>, request: impl Into<Request>, status: u16, detail: &str) {
    assert_eq!(refusal(handler, request), (status, Some(detail.to_owned())));
}

/// A refusal that is the program's.
#[track_caller]
fn bug<M>(handler: impl Handler<M>, request: impl Into<Request>) {
    assert_eq!(refusal(handler, request), (500, None));
}

/// The result of an extractor for a head, whether it is split from its body or not.
#[track_caller]
fn of_head<T>(request: impl Fn() -> Request) -> Result<T, T::Rejection>
where
    T: FromRequestParts<(), Rejection: Debug> + Debug,
{
    block_on(async {
        let mut whole = request();
        let from_whole = whole.extract_parts::<T>().await;
        let (mut parts, body) = request().into_parts();
        let from_parts = T::from_request_parts(&mut parts, &()).await;
        assert_eq!(format!("{from_whole:?}"), format!("{from_parts:?}"));
        // Nothing is lost by that.
        assert_eq!(format!("{whole:?}"), format!("{:?}", Request::from_parts(parts, body)));
        from_whole
    })
}

fn get(uri: &str) -> Request {
    Request::builder().uri(uri).body(Body::empty()).unwrap().into()
}

fn post(content_type: Option<&str>, body: impl Into<Body>) -> Request {
    let mut request = Request::builder().method("POST");
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    request.body(body.into()).unwrap().into()
}
