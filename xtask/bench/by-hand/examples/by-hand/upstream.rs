//! Requests to other services.

use crate::answer::Answer;
use crate::bindings::wasi::http::outgoing_handler::handle;
use crate::bindings::wasi::http::types::{
    ErrorCode, Fields, FutureIncomingResponse, IncomingBody, IncomingResponse, OutgoingRequest,
    Scheme,
};
use crate::{body, parameter};

/// Why nothing came of a request.
pub(crate) enum Failure {
    /// It cannot be sent: this is no URL.
    Url,
    Failed(ErrorCode),
}

/// The body of a URL, passed on.
pub(crate) fn proxy(query: &str, answer: Answer) {
    let Some(url) = parameter(query, "url") else { return answer.empty(400) };
    match start(&url).and_then(|future| wait(&future)).and_then(|response| consume(&response)) {
        Ok(body) => body::pass_on(body, answer),
        Err(failure) => failure.answer(&url, answer),
    }
}

/// Sends a `GET` request.
pub(crate) fn start(url: &str) -> Result<FutureIncomingResponse, Failure> {
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
    let request = OutgoingRequest::new(Fields::new());
    request.set_scheme(Some(&scheme)).map_err(|()| Failure::Url)?;
    request.set_authority(Some(authority)).map_err(|()| Failure::Url)?;
    request.set_path_with_query(Some(path)).map_err(|()| Failure::Url)?;
    handle(request, None).map_err(Failure::Failed)
}

/// Blocks until the head of the response is there.
fn wait(future: &FutureIncomingResponse) -> Result<IncomingResponse, Failure> {
    loop {
        match got(future) {
            Some(response) => return response,
            None => future.subscribe().block(),
        }
    }
}

/// The head of the response, if it is there.
pub(crate) fn got(future: &FutureIncomingResponse) -> Option<Result<IncomingResponse, Failure>> {
    let response = future.get()?.unwrap_or(Err(ErrorCode::InternalError(None)));
    Some(response.map_err(Failure::Failed))
}

pub(crate) fn consume(response: &IncomingResponse) -> Result<IncomingBody, Failure> {
    response.consume().map_err(|()| Failure::Failed(ErrorCode::InternalError(None)))
}

impl Failure {
    pub(crate) fn answer(self, url: &str, answer: Answer) {
        match self {
            Self::Url => answer.empty(400),
            Self::Failed(code) => {
                eprintln!("GET {url} failed: {code}");
                answer.empty(502);
            }
        }
    }
}
