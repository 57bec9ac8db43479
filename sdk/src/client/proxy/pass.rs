//! Forwarding a request.

use http::header::{CONTENT_LENGTH, TE, VIA};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::forwarded::Origin;
use super::upstream::refused;
use super::{Proxy, hop};
use crate::client::error::Error;
use crate::client::execute::Execute;
use crate::client::fields;
use crate::client::pending_request::PendingRequest;
use crate::client::url::Url;
use crate::{IntoResponse, Request, Response};

impl Proxy {
    pub(super) async fn pass(&self, request: Request) -> Result<Response, Error> {
        let upstream = self.upstream.as_ref().map_err(Error::builder)?;
        if *request.method() == Method::CONNECT {
            return Err(refused(
                StatusCode::NOT_IMPLEMENTED,
                "a proxy of one upstream opens no tunnels",
            ));
        }
        let url = upstream.join(request.uri())?;
        let counts_hops = matches!(*request.method(), Method::OPTIONS | Method::TRACE);
        let origin = self.forwarded.is_any().then(|| Origin::of(&request));
        let mut pending = PendingRequest::from(request);
        pending.url = Url::of_uri(url);
        if counts_hops && !hop::count(pending.headers_mut()) {
            return last_hop(&pending.method);
        }
        let takes_trailers = hop::takes_trailers(pending.headers_mut());
        hop::strip(pending.headers_mut(), &|name| self.forwarded.removes(name));
        if takes_trailers {
            let trailers = const { HeaderValue::from_static("trailers") };
            fields::set(pending.headers_mut(), TE, trailers)?;
        }
        if let Some(origin) = origin {
            self.forwarded.add(pending.headers_mut(), &origin)?;
        }
        self.add_via(pending.headers_mut());
        self.settle_body(&mut pending).await?;
        let sending = Execute::forward(self.client.clone(), Box::new(pending));
        let mut response = sending.await?;
        hop::strip(response.headers_mut(), &|_| false);
        self.add_via(response.headers_mut());
        Ok(response.into())
    }

    /// Waits until it is known whether the body is empty, where that makes a difference.
    async fn settle_body(&self, pending: &mut PendingRequest) -> Result<(), Error> {
        let needs_length = matches!(pending.method, Method::GET | Method::HEAD)
            && !pending.headers_mut().contains_key(CONTENT_LENGTH);
        if needs_length || pending.method.is_idempotent() && self.client.retries() {
            let mut body = pending.take_body();
            let is_empty = body.turns_out_empty().await;
            pending.set_body(body);
            if needs_length && !is_empty {
                let message =
                    "the body of a GET or HEAD request needs a `content-length` to be forwarded";
                return Err(refused(StatusCode::LENGTH_REQUIRED, message));
            }
        }
        Ok(())
    }

    fn add_via(&self, headers: &mut HeaderMap) {
        if let Some(via) = &self.via {
            // Only a map of over 24,000 entries refuses.
            let _ = headers.try_append(VIA, via.clone());
        }
    }
}

/// The response to a request that may not be forwarded. The fields that a `TRACE` shows may be secret.
#[cold]
fn last_hop(method: &Method) -> Result<Response, Error> {
    if *method == Method::TRACE {
        return Err(refused(StatusCode::NOT_IMPLEMENTED, "a proxy does not answer TRACE itself"));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
