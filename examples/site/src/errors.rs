//! A page for each error.

use doorway::Request;
use doorway::http::StatusCode;
use doorway::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use doorway::middleware::Next;
use doorway::response::{IntoResponse, Response};
use maud::html;

use crate::page::layout;

/// Replaces errors by pages, unless they are pages already. The details are in the log.
pub(crate) async fn pages(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let content_type = response.headers().get(CONTENT_TYPE);
    if !is_error || content_type.is_some_and(|found| found.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (title, text) = explain(status);
    let content = html! {
        h1 { (title) }
        p.lead { (text) }
        p { a.button href="/" { "Back to the home page" } }
    };
    let mut headers = response.into_parts().0.headers;
    // Others, such as `allow` and `retry-after`, belong to the status.
    headers.remove(CONTENT_LENGTH);
    headers.remove(CONTENT_TYPE);
    (status, headers, layout("", title, content)).into_response()
}

fn explain(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => {
            ("Page not found", "There is nothing at this address. It may have moved.")
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Not possible here", "This address does not take that kind of request.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("Too long", "That was more than we can read. Please shorten it.")
        }
        status if status.is_client_error() => {
            ("Not understood", "We could not read that request. Please go back and try again.")
        }
        _ => ("Something broke", "That is our fault, and we have a note of it. Please try again."),
    }
}
