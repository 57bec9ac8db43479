//! The component after a middleware: natively a test provides a service.

use std::fmt;
use std::rc::Rc;

use super::upstreams::Answering;
use crate::error::Error;
use crate::{Request, Response, Service};

#[derive(Clone)]
pub(crate) struct NextHandler(Rc<dyn Fn(Request) -> Answering>);

impl NextHandler {
    pub(crate) fn of(service: impl Service + 'static) -> Self {
        let service = Rc::new(service);
        Self(Rc::new(move |request| {
            let service = service.clone();
            Box::pin(async move { service.call(request).await })
        }))
    }

    pub(crate) async fn handle(&self, request: Request) -> Result<Response, Error> {
        Ok((self.0)(request).await)
    }
}

impl fmt::Debug for NextHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextHandler")
    }
}
