//! WASI 0.2 has no next component: the type has no values.

use std::convert::Infallible;

use crate::error::Error;
use crate::{Request, Response};

#[derive(Clone, Debug)]
pub(crate) struct NextHandler(Infallible);

impl NextHandler {
    pub(crate) async fn handle(&self, _: Request) -> Result<Response, Error> {
        match self.0 {}
    }
}
