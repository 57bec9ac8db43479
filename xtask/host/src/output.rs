//! The output of a guest: whole lines to the log, even with several writers.

use crate::error::{Error, Result, chain};
use crate::log::Log;
use bytes::Bytes;
use doorway_host_wasi::{Random, State, Surroundings};
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::AsyncWrite;
use wasmtime::{Engine, Store};
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// A line that is longer is logged in parts.
const LONGEST: usize = 16 * 1024;

/// The stdout or stderr of one instance; clones share the unfinished line.
#[derive(Clone)]
pub(crate) struct Output(Arc<Line>);

struct Line {
    log: Log,
    pending: Mutex<Vec<u8>>,
}

impl Output {
    fn new(log: Log) -> Self {
        Self(Arc::new(Line { log, pending: Mutex::default() }))
    }

    /// A store whose instance prints to the log.
    pub(crate) fn store(
        engine: &Engine,
        log: &Log,
        surroundings: &Surroundings,
        folder: Option<&Path>,
        random: Random,
        memory: usize,
    ) -> Result<Store<State>> {
        let output = || Self::new(log.clone());
        State::store(engine, output(), output(), surroundings, folder, random, memory)
            .map_err(|error| Error::Engine(chain(&error)))
    }

    fn push(&self, bytes: &[u8]) {
        let mut pending = self.0.pending.lock().unwrap_or_else(PoisonError::into_inner);
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            pending.extend_from_slice(part);
            if part.ends_with(b"\n") || pending.len() >= LONGEST {
                self.0.write(&mut pending);
            }
        }
    }
}

impl Line {
    fn write(&self, pending: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(pending);
        let text = text.trim_end();
        // A panic message starts with an empty line.
        if !text.is_empty() {
            self.log.line(format!("guest: {text}"));
        }
        pending.clear();
    }
}

impl Drop for Line {
    /// An instance may end in the middle of a line.
    fn drop(&mut self) {
        let mut pending =
            std::mem::take(self.pending.get_mut().unwrap_or_else(PoisonError::into_inner));
        if !pending.is_empty() {
            self.write(&mut pending);
        }
    }
}

impl IsTerminal for Output {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Output {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl OutputStream for Output {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.push(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(64 * 1024)
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for Output {
    async fn ready(&mut self) {}
}

impl AsyncWrite for Output {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.push(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_and_the_last_one_needs_no_end() {
        let (log, capture) = Log::capture();
        let output = Output::new(log);
        output.push(b"one\n\nt");
        output.clone().push(b"wo\r\nthr");
        assert_eq!(capture.lines(), ["guest: one", "guest: two"]);
        drop(output);
        assert_eq!(capture.lines()[2], "guest: thr");
    }
}
