//! Where a component is served.

use anyhow::Result;
use doorway_host::{Options, Server};
use wasmtime::component::Component;

use super::friendly;
#[cfg(feature = "wrpc")]
use crate::wrpc::{Listening, Worker};

/// A server of a component, of one protocol or another.
#[derive(Debug)]
pub(super) enum Front {
    Http(Server),
    #[cfg(feature = "wrpc")]
    Wrpc(Worker),
}

impl Front {
    /// HTTP/1.1 and HTTP/2.
    pub(super) async fn http(component: &Component, options: Options) -> Result<Self> {
        Ok(Self::Http(Server::start(component, options).await.map_err(friendly)?))
    }

    /// wRPC, and no HTTP.
    #[cfg(feature = "wrpc")]
    pub(super) async fn wrpc(
        component: &Component,
        options: Options,
        listening: &Listening,
    ) -> Result<Self> {
        Ok(Self::Wrpc(Worker::start(component, options, listening).await?))
    }

    /// Where it is, with the real port.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Http(server) => server.url(),
            #[cfg(feature = "wrpc")]
            Self::Wrpc(worker) => format!("tcp://{}", worker.addr()),
        }
    }

    /// Serves another component from the next request on.
    pub(super) fn swap(&self, component: &Component) -> doorway_host::Result<()> {
        match self {
            Self::Http(server) => server.swap(component),
            #[cfg(feature = "wrpc")]
            Self::Wrpc(worker) => worker.swap(component),
        }
    }

    /// Stops; whether all requests were finished in time.
    pub(super) async fn shutdown(self) -> bool {
        match self {
            Self::Http(server) => server.shutdown().await,
            #[cfg(feature = "wrpc")]
            Self::Wrpc(worker) => worker.shutdown().await,
        }
    }
}
