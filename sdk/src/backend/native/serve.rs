//! Natively no host waits for an answer: the type has no values.

use std::convert::Infallible;

use crate::response::reply::Reply;

#[derive(Debug)]
pub struct Exchange(Infallible);

impl Exchange {
    pub(crate) fn answer<F: Future<Output = Reply>>(self, _: F) {
        match self.0 {}
    }
}
