//! One connection, and what its two directions know of each other.

use std::sync::{Arc, OnceLock};

use socket2::{SockRef, TcpKeepalive};
use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::inflow::Inflow;
use crate::limits;
use crate::window::Window;

/// The connection of one invocation, which it has for itself.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) socket: TcpStream,
    pub(crate) window: Window,
    pub(crate) inflow: Inflow,
    /// Cancelled when nothing is read or written any more.
    pub(crate) over: CancellationToken,
    /// Cancelled when nothing is written any more.
    pub(crate) mute: CancellationToken,
    /// Cancelled when the transport does not read any more.
    pub(crate) has_read: CancellationToken,
    /// Cancelled when the transport has written everything.
    pub(crate) has_written: CancellationToken,
    why: OnceLock<String>,
}

impl Link {
    pub(crate) fn new(socket: TcpStream) -> Arc<Self> {
        // Without them it is slower, and a machine that is gone is noticed later.
        let _ = socket.set_nodelay(true);
        let keepalive = TcpKeepalive::new().with_time(limits::KEEPALIVE);
        #[cfg(not(any(target_os = "openbsd", target_os = "redox", target_os = "solaris")))]
        let keepalive = keepalive.with_interval(limits::KEEPALIVE).with_retries(3);
        let _ = SockRef::from(&socket).set_tcp_keepalive(&keepalive);
        let over = CancellationToken::new();
        Arc::new(Self {
            socket,
            window: Window::default(),
            inflow: Inflow::default(),
            mute: over.child_token(),
            over,
            has_read: CancellationToken::new(),
            has_written: CancellationToken::new(),
            why: OnceLock::new(),
        })
    }

    /// Breaks the connection at once, so that the other end knows that it did not just end.
    pub(crate) fn break_off(&self, why: impl Into<String>) {
        self.note(why);
        let _ = self.socket.set_zero_linger();
        self.over.cancel();
    }

    /// Ends this direction, after which the other end knows what is missing. The other direction goes on.
    pub(crate) fn end_writing(&self) {
        let _ = SockRef::from(&self.socket).shutdown(std::net::Shutdown::Write);
        self.mute.cancel();
    }

    /// Keeps the reason why something is not whole; the first one is the cause of the others.
    pub(crate) fn note(&self, why: impl Into<String>) {
        self.why.get_or_init(|| why.into());
    }

    pub(crate) fn why(&self) -> Option<&str> {
        self.why.get().map(String::as_str)
    }

    /// Waits until nothing can be sent to the other end any more. An end that has only nothing more to send is not lost.
    pub(crate) async fn lost(&self) {
        let broken = async {
            loop {
                match self.socket.ready(Interest::ERROR).await {
                    Ok(ready) if !ready.is_error() => tokio::task::yield_now().await,
                    _ => break,
                }
            }
        };
        tokio::select! {
            () = self.mute.cancelled() => {}
            () = broken => self.note("the other end broke the connection"),
        }
    }
}

/// Breaks the connection when it is dropped before the end.
#[derive(Debug)]
pub(crate) struct Guard(Option<Arc<Link>>);

impl Guard {
    pub(crate) fn new(link: &Arc<Link>) -> Self {
        Self(Some(Arc::clone(link)))
    }

    /// Closes the connection. What is written still arrives.
    pub(crate) fn close(&mut self) {
        if let Some(link) = self.0.take() {
            link.over.cancel();
        }
    }

    /// Everything was received, so nothing more is sent, and the other end may close; if it does not, this one does.
    pub(crate) fn finish(&mut self) {
        let Some(link) = self.0.take() else { return };
        link.mute.cancel();
        tokio::spawn(async move {
            let _ = tokio::time::timeout(limits::LINGER, link.has_read.cancelled()).await;
            link.over.cancel();
        });
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(link) = &self.0 {
            link.break_off("it was given up");
        }
    }
}
