//! Bodies that are made while a trace context is current.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::current::{self, Current};
use crate::backend::Outgoing;
use crate::body::{Around, Boxed, Part, Source, Written};
use crate::error::Error;

/// Around a body that is read or written.
pub(super) struct Within(pub(super) Option<Arc<dyn Current>>);

impl Around for Within {
    fn poll_part(
        &mut self,
        source: Pin<&mut dyn Source>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        let _entered = current::enter(&self.0);
        source.poll_part(cx)
    }

    fn write(self, source: Boxed, outgoing: Outgoing) -> Written {
        let written = {
            let _entered = current::enter(&self.0);
            source.write(outgoing)?
        };
        let Some(mut writing) = written else { return Ok(None) };
        Ok(Some(Box::pin(std::future::poll_fn(move |cx| {
            let _entered = current::enter(&self.0);
            writing.as_mut().poll(cx)
        }))))
    }
}
