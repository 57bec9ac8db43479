//! Requests to other services.

use crate::answer::{Answer, nothing};
use crate::bindings::wasi::http::client;
use crate::bindings::wasi::http::types::{ErrorCode, Fields, Request, Response, Scheme};
use crate::body::of_response;
use crate::parameter;

/// Why nothing came of a request.
pub(crate) enum Failure {
    /// It cannot be sent: this is no URL.
    Url,
    Failed(ErrorCode),
}

/// The body of a URL, passed on.
pub(crate) async fn proxy(query: &str, answer: Answer) -> Response {
    let Some(url) = parameter(query, "url") else { return answer.empty(400) };
    match fetch(&url).await {
        Ok(response) => answer.pass_on(of_response(response)),
        Err(failure) => failure.answer(&url, answer),
    }
}

/// Sends a `GET` request; the response is there when its head is.
pub(crate) async fn fetch(url: &str) -> Result<Response, Failure> {
    let (scheme, rest) = match url.split_once("://") {
        Some(("http", rest)) => (Scheme::Http, rest),
        Some(("https", rest)) => (Scheme::Https, rest),
        _ => return Err(Failure::Url),
    };
    let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
    let (authority, path) = match rest.find(['/', '?']) {
        Some(end) if rest.as_bytes()[end] == b'/' => rest.split_at(end),
        Some(end) => (&rest[..end], &*format!("/{}", &rest[end..])),
        None => (rest, "/"),
    };
    let (request, transmitted) = Request::new(Fields::new(), None, nothing(), None);
    request.set_scheme(Some(&scheme)).map_err(|()| Failure::Url)?;
    request.set_authority(Some(authority)).map_err(|()| Failure::Url)?;
    request.set_path_with_query(Some(path)).map_err(|()| Failure::Url)?;
    let response = client::send(request).await.map_err(Failure::Failed);
    // The request is over, and not before may this go.
    drop(transmitted);
    response
}

impl Failure {
    pub(crate) fn answer(self, url: &str, answer: Answer) -> Response {
        match self {
            Self::Url => answer.empty(400),
            Self::Failed(code) => {
                eprintln!("GET {url} failed: {code}");
                answer.empty(502)
            }
        }
    }
}
