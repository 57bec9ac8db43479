//! The response of the next component: the host gets it back unchanged, unless it was changed.

use std::task::{Context, Poll};

use http::{HeaderMap, StatusCode};

use crate::backend::p3::bindings::wasi::http::types;
use crate::backend::p3::reader::{Length, Reader};
use crate::backend::p3::wire::{PassedOn, Readable, Transmitted};
use crate::backend::p3::{upload, write_incoming};
use crate::backend::wasi::fields;
use crate::backend::wasi::incoming_body::IncomingBody;
use crate::backend::wasi::origin::Origin;
use crate::body::{Content, HostBody, Part, Writing};
use crate::error::Error;
use crate::message::untouched::Untouched;
use crate::port::Outgoing;
use crate::task::tasks;
use crate::{Response, message};

/// A response, whose body is not taken from the host before somebody looks at it.
pub(super) fn response(
    message: types::Response,
    transmitted: Option<Transmitted>,
) -> Result<Response, Error> {
    let status = message::status(message.get_status_code())?;
    let (headers, came) = fields::headers_untouched(&message.get_headers());
    let whole = Some(Whole { message, transmitted, status, came });
    let body = IncomingBody::new(Reader::empty(), Origin::Response(None));
    let mut response = Response::new(Content::host(ResponseBody { whole, body }).into());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// The body of a response.
struct ResponseBody {
    /// All of the response, as long as nothing was read of the body.
    whole: Option<Whole>,
    body: IncomingBody,
}

struct Whole {
    message: types::Response,
    /// Of the request that it answers, if this component made it.
    transmitted: Option<Transmitted>,
    status: StatusCode,
    /// `None` if an app gets other fields than these.
    came: Option<Untouched>,
}

impl Whole {
    /// Takes the body. The request's own may still be on its way.
    fn into_body(self) -> IncomingBody {
        let length = Length::Known(fields::content_length(&self.message.get_headers()));
        let upload = self.transmitted.map(upload::beside_response);
        IncomingBody::new(Reader::new(self.message, length), Origin::Response(upload))
    }
}

impl ResponseBody {
    fn taken(&mut self) -> &mut IncomingBody {
        if let Some(whole) = self.whole.take() {
            self.body = whole.into_body();
        }
        &mut self.body
    }

    fn length(&self) -> Option<Option<u64>> {
        let whole = self.whole.as_ref()?;
        Some(fields::content_length(&whole.message.get_headers()))
    }
}

impl HostBody for ResponseBody {
    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        self.taken().poll_part(cx)
    }

    fn left(&self) -> Option<u64> {
        self.length().unwrap_or_else(|| self.body.left())
    }

    fn declared_length(&self) -> Option<u64> {
        self.length().unwrap_or_else(|| self.body.declared_length())
    }

    fn is_found_empty(&mut self) -> bool {
        self.taken().is_found_empty()
    }

    fn poll_found_empty(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        self.taken().poll_found_empty(cx)
    }

    fn forgo_trailers(&mut self) {
        self.taken().forgo_trailers();
    }

    fn too_large_status(&self) -> StatusCode {
        self.body.too_large_status()
    }

    fn write(mut self: Box<Self>, outgoing: Outgoing) -> Writing {
        let nothing = IncomingBody::new(Reader::empty(), Origin::Response(None));
        write_incoming(Box::new(std::mem::replace(self.taken(), nothing)), outgoing)
    }

    fn hand_over(&mut self, declared: Option<u64>) -> Option<Readable> {
        self.taken().hand_over(declared)
    }

    fn pass_on(&mut self, status: StatusCode, headers: &HeaderMap) -> Option<PassedOn> {
        let whole = self.whole.take_if(|whole| {
            whole.status == status && whole.came.as_ref().is_some_and(|came| came.are(headers))
        })?;
        Some(PassedOn { response: whole.message, transmitted: whole.transmitted })
    }
}

/// The rest of a response outlives it while the request's body is on its way.
impl Drop for ResponseBody {
    fn drop(&mut self) {
        let may_go_on = |whole: &Whole| whole.transmitted.is_some() && tasks::is_within_call();
        if self.whole.as_ref().is_some_and(may_go_on) {
            self.taken();
        }
    }
}
