//! A server for one component on a TCP port.

use crate::app::App;
use crate::error::{Error, Result};
use crate::linker::World;
use crate::log::Log;
use crate::service::Service;
use doorway_stores::Limited;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use wasmtime::component::Component;

/// How a [`Server`] serves. The defaults are those of a test: a free port on the loopback, an
/// instance per request.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 means any free one.
    pub addr: SocketAddr,
    /// How many requests an instance handles before it is dropped.
    pub reuse: usize,
    /// How many requests are handled at a time, at most
    /// [`MAX_INSTANCES`](crate::engine::MAX_INSTANCES); more wait for their
    /// turn.
    pub max_concurrent: usize,
    /// How long the guest may keep a client waiting: for the head of the response, and then for
    /// each part of its body.
    pub timeout: Duration,
    /// How long [`Server::shutdown`] waits for requests in flight.
    pub grace: Duration,
    /// How much linear memory an instance may have, in bytes.
    pub memory: usize,
    /// How much of WASI the component gets.
    pub world: World,
    /// The folder that is `/` for a component in [`World::Cli`]; without it there are no files.
    pub folder: Option<PathBuf>,
    /// The environment of a component that imports `wasi:cli/environment`.
    pub env: Vec<(String, String)>,
    /// The variables of a component that imports `wasi:config`.
    pub config: Vec<(String, String)>,
    /// The store of a component that imports `wasi:keyvalue`; without it one in memory, until the server is dropped.
    pub keyvalue: Option<Limited>,
    /// Whether components see `connection` fields. wasmtime keeps them to itself, other hosts do not.
    pub shows_connection: bool,
    /// The sender of the component's requests; without it they go over the network.
    pub outgoing: Option<Outgoing>,
    /// Where requests and the guest's output are logged.
    pub log: Log,
}

/// The sender of a component's requests.
#[derive(Clone)]
pub struct Outgoing(pub(crate) Arc<dyn doorway_host_wasi::Outgoing>);

impl Outgoing {
    /// One that is used by all instances.
    pub fn new(outgoing: impl doorway_host_wasi::Outgoing + 'static) -> Self {
        Self(Arc::new(outgoing))
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outgoing")
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            reuse: 1,
            max_concurrent: 256,
            timeout: Duration::from_secs(600),
            grace: Duration::from_secs(10),
            memory: 1 << 30,
            world: World::Proxy,
            folder: None,
            env: Vec::new(),
            config: Vec::new(),
            keyvalue: None,
            shows_connection: false,
            outgoing: None,
            log: Log::stderr(),
        }
    }
}

/// A component being served. Dropped, it stops at once.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    app: App,
    /// Tells the accepting task to stop; it answers when the last connection is done.
    closing: oneshot::Sender<()>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Links the component, which [`serving`](crate::engine::serving) compiled, and starts to
    /// listen.
    ///
    /// # Errors
    ///
    /// [`Error::Imports`] and [`Error::Link`] if the component does not fit the proxy world,
    /// [`Error::Listen`] if the address cannot be bound, [`Error::Option`] for an option out of
    /// range.
    pub async fn start(component: &Component, options: Options) -> Result<Self> {
        let (addr, log) = (options.addr, options.log.clone());
        let app = App::start(component, options)?;
        let listen = |source| Error::Listen { addr, source };
        let listener = TcpListener::bind(addr).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;

        let (closing, closed) = oneshot::channel();
        let accepting = tokio::spawn(accept(listener, Arc::clone(app.service()), closed, log));
        Ok(Self { addr, app, closing, accepting })
    }

    /// The address it listens on, with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// `http://` and the address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Serves another component, of the same engine, from the next request on. Requests under way are finished by the
    /// one that has them.
    ///
    /// # Errors
    ///
    /// [`Error::Imports`] and [`Error::Link`] if it does not fit the world; then the old one stays.
    pub fn swap(&self, component: &Component) -> Result<()> {
        self.app.swap(component)
    }

    /// Stops: no new connection is accepted, requests in flight may finish, instances are dropped.
    /// Returns whether all was finished within [`Options::grace`].
    pub async fn shutdown(mut self) -> bool {
        let (closing, _) = oneshot::channel();
        // An error means that nothing accepts any more, which is what we want.
        let _ = std::mem::replace(&mut self.closing, closing).send(());
        let accepting = &mut self.accepting;
        self.app.finish(async { drop(accepting.await) }).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Accepts connections until told to close, and then sees them to their end.
async fn accept(
    listener: TcpListener,
    service: Arc<Service>,
    mut closed: oneshot::Receiver<()>,
    log: Log,
) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut closed => break,
            Some(_) = connections.join_next() => continue,
        };
        match accepted {
            Ok((stream, _)) => {
                let connection = serve(stream, Arc::clone(&service), &graceful);
                connections.spawn(connection);
            }
            Err(error) => {
                // Most likely too many open files; trying again at once would only burn time.
                log.line(format!("cannot accept a connection: {error}"));
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
    while connections.join_next().await.is_some() {}
}

/// One connection, HTTP/1.1 or HTTP/2, which the first bytes tell.
fn serve(
    stream: TcpStream,
    service: Arc<Service>,
    graceful: &GracefulShutdown,
) -> impl Future<Output = ()> + use<> {
    let watcher = graceful.watcher();
    async move {
        // Small parts of a response are sent at once; otherwise they may wait for an
        // acknowledgement.
        let _ = stream.set_nodelay(true);
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new());
        builder.http2().timer(TokioTimer::new());
        let answer = service_fn(move |request| {
            let service = Arc::clone(&service);
            async move { service.answer(request).await }
        });
        let connection = builder.serve_connection(TokioIo::new(stream), answer);
        // The log line of the request has the error of a broken connection.
        let _ = watcher.watch(connection).await;
    }
}
