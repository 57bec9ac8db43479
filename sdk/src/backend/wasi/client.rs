//! One request through the host; `imp` has the calls that differ.

use std::fmt;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Method;

use super::convert;
use super::timer::nanoseconds;
use super::upload::Uploading;
use crate::backend::IncomingResponse;
use crate::backend::client::{Arrival, OutgoingHead};
use crate::backend::imp::OutgoingRequest;
pub(crate) use crate::backend::imp::bindings::wasi::http::types::RequestOptions as Limits;
use crate::backend::imp::bindings::wasi::http::types::Scheme;
use crate::backend::imp::client::Exchange;
use crate::error::{Error, ErrorKind};
use crate::message;
use crate::request_options::RequestOptions;
use crate::target::{self, RedactedUri};

/// A request that was sent. To drop it is to cancel it.
pub(crate) struct ResponseFuture {
    pub(in crate::backend) exchange: Exchange,
    pub(in crate::backend) upload: Option<Box<dyn Uploading>>,
}

/// Gives the host's request its method and target.
pub(in crate::backend) fn set_head(
    request: &OutgoingRequest,
    head: &OutgoingHead<'_>,
) -> Result<(), Error> {
    let target = &head.target;
    let scheme = if target.is_https { Scheme::Https } else { Scheme::Http };
    let (authority, path) = (Some(target.authority), Some(target.path));
    set_parts(request, head.method, Some(&scheme), authority, path)
        .map_err(|refused| target::invalid(RedactedUri(target), refused))
}

/// Sets the method and the parts of the URI. The error names the part that the host refuses.
pub(in crate::backend) fn set_parts(
    request: &OutgoingRequest,
    method: &Method,
    scheme: Option<&Scheme>,
    authority: Option<&str>,
    path: Option<&str>,
) -> Result<(), &'static str> {
    let method = convert::told_method(method);
    if method.is_some_and(|method| request.set_method(&method).is_err()) {
        Err("goes with a method that the host refuses")
    } else if request.set_scheme(scheme).is_err() {
        Err("has a scheme that the host refuses")
    } else if request.set_authority(authority).is_err() {
        Err("has an authority that the host refuses")
    } else if request.set_path_with_query(path).is_err() {
        Err("has a path that the host refuses")
    } else {
        Ok(())
    }
}

impl ResponseFuture {
    /// Ready once there may be a response to be [taken](Self::take).
    #[inline(always)]
    pub(crate) fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.exchange.poll(cx)
    }

    /// The response, if it has come, with the method and the URI of the request for an error to name.
    pub(crate) fn take(
        &mut self,
        method: &Method,
        uri: &dyn fmt::Display,
    ) -> Option<Result<Arrival, Error>> {
        Some(match self.exchange.take()? {
            Ok(response) => IncomingResponse::new(response).map(|response| {
                let body = self.upload.take().and_then(|upload| upload.detach(&response));
                (response, body)
            }),
            // If the request's own body failed, the rest follows from that.
            Err(code) => {
                let cause = self.upload.as_ref().and_then(|upload| upload.failure());
                Err(cause.unwrap_or_else(|| message::failed(method, uri, code.into())))
            }
        })
    }
}

/// The time limits for the host, if there are any.
pub(crate) fn host_limits(options: &RequestOptions) -> Result<Option<Limits>, Error> {
    if *options == RequestOptions::default() {
        return Ok(None);
    }
    let set = Limits::new();
    let RequestOptions { connect_timeout, first_byte_timeout, between_bytes_timeout, .. } = options;
    limit(&set, "connect", *connect_timeout, Limits::set_connect_timeout)?;
    limit(&set, "first-byte", *first_byte_timeout, Limits::set_first_byte_timeout)?;
    limit(&set, "between-bytes", *between_bytes_timeout, Limits::set_between_bytes_timeout)?;
    Ok(Some(set))
}

fn limit<E>(
    limits: &Limits,
    name: &str,
    limit: Option<Duration>,
    set: fn(&Limits, Option<u64>) -> Result<(), E>,
) -> Result<(), Error> {
    let Some(limit) = limit else { return Ok(()) };
    set(limits, Some(nanoseconds(limit))).map_err(|_| {
        let message = format!(
            "the host does not support a {name} timeout; use `doorway::time::timeout` instead"
        );
        Error::new(ErrorKind::InvalidRequest, message)
    })
}
