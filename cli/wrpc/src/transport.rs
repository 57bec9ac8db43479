//! A connection as the transport of wRPC knows it, from either end.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use bytes::Bytes;
use futures_util::stream::{self, Once};
use tokio::io::BufReader;
use wrpc_transport::frame::{
    ConnHandler, Header, HeaderReadError, Incoming, InvokeBuilder, Outgoing,
};
use wrpc_transport::{Invoke, Serve};

use crate::frames::Frames;
use crate::io::{Reader, Writer};
use crate::link::Link;

/// How much is read from a connection at once, in bytes.
const READ: usize = 32 * 1024;

/// Leaves the end of a direction to the [`Link`].
struct Quiet;

impl<I: Send, O: Send> ConnHandler<I, O> for Quiet {
    async fn on_ingress(_: I, _: std::io::Result<()>) {}

    async fn on_egress(_: O, _: std::io::Result<()>) {}
}

/// The end of a connection that invokes, once.
pub(crate) struct Invoking(pub(crate) Arc<Link>);

impl Invoke for Invoking {
    type Context = ();

    async fn invoke<P>(
        &self,
        (): (),
        instance: &str,
        func: &str,
        params: Bytes,
        paths: impl AsRef<[P]> + Send,
    ) -> anyhow::Result<(Outgoing, Incoming)>
    where
        P: AsRef<[Option<usize>]> + Send + Sync,
    {
        let writer = Writer::that_stays_open(&self.0, Frames::of_invocation());
        let reader = BufReader::with_capacity(READ, Reader::new(&self.0, Frames::of_response()));
        let invocation = InvokeBuilder::<Quiet>::default();
        invocation.invoke(writer, reader, instance, func, params, paths).await
    }
}

/// The end of a connection that is invoked, once.
pub(crate) struct Invoked(Mutex<Option<(BufReader<Reader>, Writer)>>);

impl Invoked {
    /// Reads which function is meant.
    pub(crate) async fn read(link: &Arc<Link>) -> Result<(Self, Header), HeaderReadError> {
        let mut reader = BufReader::with_capacity(READ, Reader::new(link, Frames::of_invocation()));
        let header = Header::read(&mut reader).await?;
        let writer = Writer::that_closes(link, Frames::of_response());
        Ok((Self(Mutex::new(Some((reader, writer)))), header))
    }
}

type Ready<T> = Once<std::future::Ready<T>>;

impl Serve for Invoked {
    type Context = ();

    #[allow(refining_impl_trait)]
    async fn serve(
        &self,
        _: &str,
        _: &str,
        paths: Arc<[Box<[Option<usize>]>]>,
    ) -> anyhow::Result<Ready<anyhow::Result<((), Outgoing, Incoming)>>> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (reader, writer) = taken.context("the connection has had its invocation")?;
        let incoming = Incoming::new(reader, paths.as_ref(), true, async |_, _| {});
        let outgoing = Outgoing::new(writer, async |_, _| {});
        Ok(stream::once(std::future::ready(Ok(((), outgoing, incoming)))))
    }
}
