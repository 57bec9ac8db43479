//! The head of an invocation, as a server receives it.

use std::fmt;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use http::Request;
use wrpc_transport::ServeExt;

use crate::bindings::wrpc::http::types as wrpc;
use crate::code::ErrorCode;
use crate::error::{Error, Result};
use crate::head::{self, RequestOptions};
use crate::link::Link;
use crate::received::Received;
use crate::server::Interface;
use crate::transport::Invoked;

/// Gives the answer to an invocation, and sends what belongs to it.
pub(crate) type Reply = Box<dyn FnOnce(Result<wrpc::Response, ErrorCode>) -> Sending + Send>;
pub(crate) type Sending = BoxFuture<'static, anyhow::Result<()>>;

/// Receives the head of an invocation, and makes a request of it if it is a valid one.
pub(crate) async fn invocation(
    link: &Arc<Link>,
    interface: Interface,
) -> Result<(Result<Request<Received>>, Reply)> {
    let broken = |error: &dyn fmt::Display| {
        Error::Broken(link.why().map_or_else(|| error.to_string(), str::to_owned))
    };
    let (invoked, header) = Invoked::read(link).await.map_err(|error| broken(&error))?;
    if header.instance != interface.name() || header.name != "handle" {
        let (instance, name) = (header.instance, header.name);
        return Err(Error::Message(format!("no function `{name}` of `{instance}` is served here")));
    }
    let paths: [Box<[_]>; 2] = [Box::new([Some(0), Some(0)]), Box::new([Some(0), Some(1)])];
    let paths = Arc::from(paths);
    let none = || Error::Broken("no parameters".to_owned());
    match interface {
        Interface::Incoming => {
            let invocations = invoked
                .serve_values::<(wrpc::Request,), (Result<wrpc::Response, ErrorCode>,)>(
                    &header.instance,
                    &header.name,
                    paths,
                )
                .await;
            let mut invocations = Box::pin(invocations.map_err(|error| broken(&error))?);
            let invocation = invocations.next().await.ok_or_else(none)?;
            let ((), (request,), moving, reply) =
                invocation.map_err(|error| broken(&error.root_cause()))?;
            let request = received(request, moving, link);
            Ok((request, Box::new(move |answer| reply((answer,)))))
        }
        Interface::Outgoing => {
            let invocations = invoked
                .serve_values::<(wrpc::Request, Option<wrpc::RequestOptions>), (Result<wrpc::Response, ErrorCode>,)>(
                    &header.instance,
                    &header.name,
                    paths,
                )
                .await;
            let mut invocations = Box::pin(invocations.map_err(|error| broken(&error))?);
            let invocation = invocations.next().await.ok_or_else(none)?;
            let ((), (request, options), moving, reply) =
                invocation.map_err(|error| broken(&error.root_cause()))?;
            let mut request = received(request, moving, link);
            if let (Ok(request), Some(options)) = (&mut request, options) {
                request.extensions_mut().insert(RequestOptions::from(options));
            }
            Ok((request, Box::new(move |answer| reply((answer,)))))
        }
    }
}

fn received<M>(
    request: wrpc::Request,
    moving: Option<M>,
    link: &Arc<Link>,
) -> Result<Request<Received>>
where
    M: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let wrpc::Request { body, trailers, method, path_with_query, scheme, authority, headers } =
        request;
    let scheme = scheme.as_ref();
    let request = head::received_request(&method, scheme, authority, path_with_query, headers)?;
    let moving = moving.map(|moving| {
        let moving = async { moving.await.map_err(|error| error.to_string()) };
        Box::pin(moving) as _
    });
    Ok(request.map(|()| Received::request(body, trailers, moving, Arc::clone(link))))
}
