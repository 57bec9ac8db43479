//! The two directions of a connection, as the transport reads and writes them.

use std::io::{self, ErrorKind, IoSlice};
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_util::sync::WaitForCancellationFutureOwned;

use crate::frames::{Frames, Refused};
use crate::link::Link;

/// The direction that comes in.
pub(crate) struct Reader {
    link: Arc<Link>,
    over: Pin<Box<WaitForCancellationFutureOwned>>,
    frames: Frames,
}

impl Reader {
    pub(crate) fn new(link: &Arc<Link>, frames: Frames) -> Self {
        let over = Box::pin(link.over.clone().cancelled_owned());
        Self { link: Arc::clone(link), over, frames }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.link.has_read.cancel();
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.over.as_mut().poll(cx).is_ready() {
            let why = this.link.why().unwrap_or("the connection is over").to_owned();
            return Poll::Ready(Err(io::Error::new(ErrorKind::ConnectionAborted, why)));
        }
        if !this.link.inflow.has_room(cx.waker()) {
            return Poll::Pending;
        }
        loop {
            ready!(this.link.socket.poll_read_ready(cx))?;
            match this.link.socket.try_read(buf.initialize_unfilled()) {
                Ok(read) => {
                    let unfilled = &buf.initialize_unfilled()[..read];
                    let streamed = this.frames.pass(unfilled);
                    let kept = streamed.and_then(|streamed| {
                        this.link.inflow.read(streamed).then_some(()).ok_or(Refused::Part)
                    });
                    if let Err(refused) = kept {
                        this.link.break_off(refused.to_string());
                        let error = io::Error::new(ErrorKind::InvalidData, refused.to_string());
                        return Poll::Ready(Err(error));
                    }
                    buf.advance(read);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => {
                    this.link.note(error.to_string());
                    return Poll::Ready(Err(error));
                }
            }
        }
    }
}

/// The direction that goes out. When it cannot, or is not to, it takes what it gets and does nothing with it: so an upload
/// that nobody takes is no error of the response that says so.
pub(crate) struct Writer {
    link: Arc<Link>,
    mute: Pin<Box<WaitForCancellationFutureOwned>>,
    frames: Frames,
    /// Whether it tells the other end when it has written everything.
    closes: bool,
}

impl Writer {
    /// One that leaves this direction open: that it is closed then means that this end is gone.
    pub(crate) fn that_stays_open(link: &Arc<Link>, frames: Frames) -> Self {
        Self::new(link, frames, false)
    }

    /// One that closes this direction at the end.
    pub(crate) fn that_closes(link: &Arc<Link>, frames: Frames) -> Self {
        Self::new(link, frames, true)
    }

    fn new(link: &Arc<Link>, frames: Frames, closes: bool) -> Self {
        let mute = Box::pin(link.mute.clone().cancelled_owned());
        Self { link: Arc::clone(link), mute, frames, closes }
    }

    fn write(&mut self, cx: &mut Context<'_>, bytes: &[IoSlice<'_>]) -> Poll<usize> {
        let all = bytes.iter().map(|part| part.len()).sum();
        let error = loop {
            if self.mute.as_mut().poll(cx).is_ready() {
                return Poll::Ready(all);
            }
            if let Err(error) = ready!(self.link.socket.poll_write_ready(cx)) {
                break error;
            }
            match self.link.socket.try_write_vectored(bytes) {
                Ok(written) => {
                    self.count(bytes, written);
                    return Poll::Ready(written);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => break error,
            }
        };
        self.link.note(error.to_string());
        self.link.mute.cancel();
        Poll::Ready(all)
    }

    fn count(&mut self, bytes: &[IoSlice<'_>], mut left: usize) {
        let mut streamed = 0;
        for part in bytes {
            let now = left.min(part.len());
            left -= now;
            // This end writes no number and no name that is refused.
            streamed += self.frames.pass(&part[..now]).unwrap_or_default();
        }
        if streamed > 0 {
            self.link.window.written(streamed);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.link.has_written.cancel();
    }
}

impl AsyncWrite for Writer {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().write(cx, &[IoSlice::new(bytes)]).map(Ok)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().write(cx, bytes).map(Ok)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.closes && !self.link.mute.is_cancelled() {
            let _ = SockRef::from(&self.link.socket).shutdown(Shutdown::Write);
        }
        Poll::Ready(Ok(()))
    }
}
