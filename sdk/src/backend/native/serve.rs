//! Natively no host waits for an answer: the type has no values.

use std::convert::Infallible;

use crate::backend::run_loop::Stalled;
use crate::response::reply::Reply;

#[derive(Debug)]
pub struct Exchange(Infallible);

impl Exchange {
    pub(crate) fn run<F: Future<Output = Reply>>(&self, _: F) -> Result<Reply, Stalled> {
        match self.0 {}
    }

    pub(crate) fn send(self, _: Result<Reply, Stalled>) {
        match self.0 {}
    }
}
