//! Serves `wrpc:http`.

use std::fmt;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, Request, Response};
use http_body::Body;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::Log;
use crate::code::ErrorCode;
use crate::error::{Error, Result};
use crate::head;
use crate::invocation::{Sending, invocation};
use crate::limits;
use crate::link::{Guard, Link};
use crate::outflow::outflow;
use crate::received::Received;

/// An interface of `wrpc:http`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// `incoming-handler`: requests to a component.
    Incoming,
    /// `outgoing-handler`: requests of one. Their [`RequestOptions`](crate::RequestOptions) are extensions.
    Outgoing,
}

impl Interface {
    /// Its name, with its version.
    pub fn name(self) -> &'static str {
        match self {
            Self::Incoming => "wrpc:http/incoming-handler@0.1.0",
            Self::Outgoing => "wrpc:http/outgoing-handler@0.1.0",
        }
    }
}

/// A server of one interface. Dropped, it stops at once.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    /// Tells the accepting task to stop; it ends with the last connection.
    closing: Option<oneshot::Sender<()>>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Serves at a listener, with one call of `answer` for each invocation. It is dropped when the client leaves.
    ///
    /// # Errors
    ///
    /// When the listener has no address.
    pub fn start<F, R, B>(
        listener: TcpListener,
        interface: Interface,
        log: Log,
        answer: F,
    ) -> std::io::Result<Self>
    where
        F: Fn(Request<Received>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Response<B>, ErrorCode>> + Send + 'static,
        B: Body<Data = Bytes, Error: fmt::Display> + Send + 'static,
    {
        let addr = listener.local_addr()?;
        let (closing, closed) = oneshot::channel();
        let accepting = tokio::spawn(accept(listener, interface, log, Arc::new(answer), closed));
        Ok(Self { addr, closing: Some(closing), accepting })
    }

    /// The address it listens on, with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops to accept connections, and waits for those that there are, until the last byte is written.
    pub async fn finish(&mut self) {
        // An error means that nothing accepts any more, which is what we want.
        let _ = self.closing.take().map(|closing| closing.send(()));
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept<F, R, B>(
    listener: TcpListener,
    interface: Interface,
    log: Log,
    answer: Arc<F>,
    mut closed: oneshot::Receiver<()>,
) where
    F: Fn(Request<Received>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Response<B>, ErrorCode>> + Send + 'static,
    B: Body<Data = Bytes, Error: fmt::Display> + Send + 'static,
{
    let mut connections = JoinSet::new();
    let serve = |(socket, peer): (TcpStream, SocketAddr)| {
        let (log, answer) = (log.clone(), Arc::clone(&answer));
        async move {
            if let Err(error) = connection(socket, interface, &*answer).await {
                log.line(format!("wRPC from {peer}: {error}"));
            }
        }
    };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut closed => break,
            Some(_) = connections.join_next() => continue,
        };
        match accepted {
            Ok(accepted) => drop(connections.spawn(serve(accepted))),
            Err(error) => {
                // Most likely too many open files; trying again at once would only burn time.
                log.line(format!("cannot accept a connection: {error}"));
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
    // Those that the system has accepted would be broken with the listener.
    while let Some(Ok(accepted)) = poll_fn(|cx| listener.poll_accept(cx)).now_or_never() {
        connections.spawn(serve(accepted));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Serves the one invocation of a connection.
async fn connection<F, R, B>(socket: TcpStream, interface: Interface, answer: &F) -> Result<()>
where
    F: Fn(Request<Received>) -> R,
    R: Future<Output = Result<Response<B>, ErrorCode>>,
    B: Body<Data = Bytes, Error: fmt::Display> + Send + 'static,
{
    let link = Link::new(socket);
    // If this ends before the last byte is written, the connection is broken.
    let guard = Guard::new(&link);
    let (request, reply) = match timeout(limits::INVOCATION, invocation(&link, interface)).await {
        Ok(invocation) => invocation?,
        Err(_) => {
            let limit = limits::INVOCATION;
            return Err(Error::Broken(format!("no whole invocation within {limit:?}")));
        }
    };
    let request = match request {
        Ok(request) => request,
        Err(error) => {
            let never = std::future::pending();
            return send(guard, &link, reply(Err(error.code())), never).await;
        }
    };
    let head = *request.method() == Method::HEAD;
    // It is dropped, and so cancelled, when nobody waits for it.
    let response = tokio::select! {
        response = answer(request) => response,
        () = link.lost() => return Ok(()),
    };
    let (sender, failed) = oneshot::channel();
    let failed = async {
        match failed.await {
            Ok(why) => why,
            Err(_) => std::future::pending().await,
        }
    };
    let answer = response.map(|response| {
        let (mut parts, body) = response.into_parts();
        // An invocation cannot say that it has no body.
        let may_have_one = !head && !matches!(parts.status.as_u16(), 100..=199 | 204 | 304);
        if may_have_one && body.is_end_stream() {
            parts.headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from(0));
        }
        let body = match head {
            true => outflow(http_body_util::Empty::new(), &link, |_| {}),
            false => outflow(body, &link, |why| drop(sender.send(why))),
        };
        head::response(parts, body)
    });
    send(guard, &link, reply(answer), failed).await
}

/// Sends an answer to its last byte.
async fn send(
    mut guard: Guard,
    link: &Link,
    sending: Sending,
    failed: impl Future<Output = String>,
) -> Result<()> {
    let whole = tokio::select! {
        sent = sending => sent.map_err(|error| error.root_cause().to_string()),
        why = failed => Err(why),
        () = link.lost() => return Ok(()),
    };
    // A body that failed: what is there of it is written, and then the connection ends without its end.
    tokio::select! {
        () = link.has_written.cancelled() => {}
        () = link.lost() => return Ok(()),
    }
    if let Err(why) = whole {
        link.note(why);
    }
    // To close it while something is unread would take back what the other end has not read.
    let _ = timeout(limits::LINGER, drain(link)).await;
    guard.close();
    Ok(())
}

/// Reads what still comes, until the other end closes.
async fn drain(link: &Link) {
    link.has_read.cancelled().await;
    let mut rest = vec![0; 16 * 1024];
    loop {
        if link.socket.readable().await.is_err() {
            return;
        }
        match link.socket.try_read(&mut rest) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}
