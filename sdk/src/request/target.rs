//! The target of a request: its path and query, as one text.

use std::cell::OnceCell;

use http::StatusCode;
use http::uri::PathAndQuery;

use super::Request;
use super::context::Context;
use super::lazy::Source;
use crate::backend::{Exchange, IncomingRequest, target};
use crate::response::reply::Reply;

impl Source {
    /// The path and query, as the host tells them.
    pub(super) fn target(&self) -> String {
        target::normal(self.read(IncomingRequest::target))
    }
}

/// The path and query of a request whose URI was not read, as the host tells them.
pub(super) fn target<'a>(context: &'a Context, source: &Source) -> &'a str {
    context.target.get_or_init(|| source.target())
}

impl Request {
    /// Reads the path and query that routes are matched with, if that was not done before: those of
    /// the host if the URI was neither read nor changed.
    pub(crate) fn set_target(&mut self) -> &str {
        if self.context.target.get().is_none() {
            let target = self.read_target();
            self.context.target = OnceCell::from(target);
        }
        self.context.target()
    }

    #[inline(always)]
    pub(crate) fn read_target(&self) -> String {
        target::normal(match self.uri.get() {
            Some(uri) => uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned(),
            None => self.source.read(IncomingRequest::target),
        })
    }

    /// Whether no URI can say where the request goes. Nothing may look at such a request: its path
    /// is one for routes, and another in the URI.
    #[inline]
    pub(crate) fn has_too_long_target(&self) -> bool {
        target::is_too_long(target(&self.context, &self.source))
    }
}

/// Answers a request that [has too long a target](Request::has_too_long_target); any other one is to
/// be answered by the app.
#[inline(always)]
pub(crate) fn with_a_target<'a>(
    request: &Option<Request>,
    exchange: Exchange<'a>,
) -> Option<Exchange<'a>> {
    if request.as_ref().is_some_and(Request::has_too_long_target) {
        exchange.send(uri_too_long());
        return None;
    }
    Some(exchange)
}

const TOO_LONG: &str = r#"{"title":"URI Too Long","status":414,"detail":"the path and the query have more than 65,534 bytes"}"#;

/// The answer to a request that has too long a target
/// ([RFC 9110, 15.5.15](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.15)).
#[cold]
pub(crate) fn uri_too_long() -> Reply {
    let mut reply = Reply::typed("application/problem+json", TOO_LONG);
    *reply.response.status_mut() = StatusCode::URI_TOO_LONG;
    reply
}
