//! A component that is served as `wrpc:http/incoming-handler`.

use std::net::SocketAddr;

use anyhow::Result;
use doorway_host::{App, Options, Refusal};
use doorway_wrpc::{ErrorCode, Interface, Log, Server};
use http::StatusCode;
use http_body_util::BodyExt;
use wasmtime::component::Component;

use super::code;
use super::{Listening, listen};
use crate::serve::friendly;

/// A component at a port of wRPC.
#[derive(Debug)]
pub struct Worker {
    app: App,
    server: Server,
}

impl Worker {
    /// Links the component, and starts to listen.
    ///
    /// # Errors
    ///
    /// When it cannot be served, or the address cannot be bound.
    pub async fn start(
        component: &Component,
        options: Options,
        Listening(addr): &Listening,
    ) -> Result<Self> {
        let log = options.log.clone();
        let lines = Log::new(move |line| log.line(line));
        let app = App::start(component, options).map_err(friendly)?;
        let listener = listen(addr, "--wrpc").await?;
        let caller = app.caller();
        let server = Server::start(listener, Interface::Incoming, lines, move |request| {
            let caller = caller.clone();
            async move {
                let request = request.map(|body| body.map_err(|error| code::to_wasi(error.code())));
                caller.call(request).await.map_err(refused)
            }
        })?;
        Ok(Self { app, server })
    }

    /// Where it listens, with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.server.addr()
    }

    /// Serves another component from the next request on.
    ///
    /// # Errors
    ///
    /// When it does not fit the world; then the old one stays.
    pub fn swap(&self, component: &Component) -> doorway_host::Result<()> {
        self.app.swap(component)
    }

    /// Stops to accept invocations; whether those in flight were finished in time.
    pub async fn shutdown(self) -> bool {
        let Self { app, mut server } = self;
        app.shutdown(async move { server.finish().await }).await
    }
}

/// The error of an invocation that a guest has not answered.
fn refused(refusal: Refusal) -> ErrorCode {
    match (refusal.code, refusal.status) {
        (Some(error), _) => code::from_wasi(error),
        (None, StatusCode::BAD_REQUEST) => ErrorCode::HttpRequestUriInvalid,
        (None, StatusCode::SERVICE_UNAVAILABLE) => ErrorCode::ConnectionLimitReached,
        (None, StatusCode::GATEWAY_TIMEOUT) => ErrorCode::HttpResponseTimeout,
        // The reason stays in the log here.
        (None, _) => ErrorCode::InternalError(None),
    }
}
