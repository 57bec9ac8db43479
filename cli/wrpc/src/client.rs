//! Invokes `wrpc:http`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Request, Response};
use http_body::Body;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::bindings::wrpc::http::types::Response as Answer;
use crate::bindings::wrpc::http::{incoming_handler, outgoing_handler};
use crate::code::ErrorCode;
use crate::error::{Error, Result};
use crate::head::{self, RequestOptions};
use crate::limits;
use crate::link::{Guard, Link};
use crate::outflow::outflow;
use crate::received::Received;
use crate::transport::Invoking;

/// A client of servers of `wrpc:http`. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Client {
    to: Arc<[String]>,
    /// Whose turn it is.
    next: Arc<AtomicUsize>,
    timeout: Duration,
}

/// The results of an invocation, and the future of what comes later.
type Answered<M> = anyhow::Result<(Result<Answer, ErrorCode>, Option<M>)>;

impl Client {
    /// A client of the servers at addresses, each a host and a port, which take turns; one that cannot be reached is
    /// skipped. The head of a response may take as long as `timeout`.
    pub fn new(to: impl IntoIterator<Item = String>, timeout: Duration) -> Self {
        Self { to: to.into_iter().collect(), next: Arc::default(), timeout }
    }

    /// Invokes `incoming-handler`.
    ///
    /// # Errors
    ///
    /// When there is no response. Its body tells what goes wrong after its head.
    pub async fn incoming<B>(&self, request: Request<B>) -> Result<Response<Received>>
    where
        B: Body<Data = Bytes, Error: std::fmt::Display> + Send + 'static,
    {
        let link = self.connect(limits::CONNECT).await?;
        let request = sent(request, &link);
        let transport = Invoking(Arc::clone(&link));
        let answer = incoming_handler::handle(&transport, (), request);
        self.answer(answer, link).await
    }

    /// Invokes `outgoing-handler`.
    ///
    /// # Errors
    ///
    /// As [`incoming`](Self::incoming).
    pub async fn outgoing<B>(
        &self,
        request: Request<B>,
        options: Option<RequestOptions>,
    ) -> Result<Response<Received>>
    where
        B: Body<Data = Bytes, Error: std::fmt::Display> + Send + 'static,
    {
        let limit = options.and_then(|options| options.connect_timeout);
        let link = self.connect(limit.unwrap_or(limits::CONNECT).min(limits::CONNECT)).await?;
        let request = sent(request, &link);
        let transport = Invoking(Arc::clone(&link));
        let answer = outgoing_handler::handle(&transport, (), request, options.map(Into::into));
        self.answer(answer, link).await
    }

    async fn answer<M>(
        &self,
        answer: impl Future<Output = Answered<M>>,
        link: Arc<Link>,
    ) -> Result<Response<Received>>
    where
        M: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let mut guard = Guard::new(&link);
        let limit = self.timeout;
        let answered = timeout(limit, answer).await.map_err(|_| Error::Late(limit))?;
        let (answer, moving) = answered.map_err(|error| {
            let cause = link.why().map(str::to_owned);
            Error::Broken(cause.unwrap_or_else(|| error.root_cause().to_string()))
        })?;
        let answer = match answer {
            Ok(answer) => answer,
            Err(code) => {
                drop(moving);
                guard.finish();
                return Err(Error::Code(code));
            }
        };
        let response = head::received_response(answer.status, answer.headers)?;
        let length = response.headers().get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        let moving = moving.map(|moving| {
            let moving = async { moving.await.map_err(|error| error.root_cause().to_string()) };
            Box::pin(moving) as _
        });
        let (body, trailers) = (answer.body, answer.trailers);
        Ok(response.map(|()| Received::response(body, trailers, moving, (link, guard), length)))
    }

    /// Connects to the next server that can be reached.
    async fn connect(&self, limit: Duration) -> Result<Arc<Link>> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let mut failed = None;
        for nth in 0..self.to.len() {
            let addr = &self.to[first.wrapping_add(nth) % self.to.len()];
            failed = Some(match timeout(limit, TcpStream::connect(addr)).await {
                Ok(Ok(socket)) => return Ok(Link::new(socket)),
                Ok(Err(source)) => Error::Connect { addr: addr.clone(), source },
                Err(_) => Error::ConnectTimeout { addr: addr.clone(), limit },
            });
        }
        Err(failed
            .unwrap_or_else(|| Error::Message("there is no address to connect to".to_owned())))
    }
}

/// A request that goes out by this connection. A body that fails ends the direction, so that the other end knows.
fn sent<B>(request: Request<B>, link: &Arc<Link>) -> crate::bindings::wrpc::http::types::Request
where
    B: Body<Data = Bytes, Error: std::fmt::Display> + Send + 'static,
{
    let (mut parts, body) = request.into_parts();
    head::without_hop_by_hop(&mut parts.headers);
    let broken = Arc::clone(link);
    let body = outflow(body, link, move |_| broken.end_writing());
    head::request(parts, body)
}
