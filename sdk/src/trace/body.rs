//! Bodies that are produced while a trace context is current.

use std::sync::Arc;
use std::task::{Context, Poll};

use super::current::{self, Current};
use crate::Body;
use crate::body::{BodyWrapper, Part, Writing};
use crate::error::Error;

/// Makes a context current whenever a part of the body is produced.
pub(crate) fn keep_for(current: &Option<Arc<dyn Current>>, body: &mut Body) {
    body.wrap_in(Within(current.clone()));
}

/// A wrapper of a body that makes the context current.
struct Within(Option<Arc<dyn Current>>);

impl BodyWrapper for Within {
    fn poll_part(
        &mut self,
        body: &mut Body,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        let _entered = current::enter(&self.0);
        body.poll_part(cx)
    }

    fn poll_writing(
        &mut self,
        writing: &mut Writing,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error>> {
        let _entered = current::enter(&self.0);
        writing.as_mut().poll(cx)
    }
}
