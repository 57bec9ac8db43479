//! A [`MethodRouter`] that answers requests itself.

use std::rc::Rc;

use super::MethodRouter;
use super::find::Table;
use super::inner::Inner;
use crate::Request;
use crate::middleware::next;
use crate::response::reply::Reply;

impl MethodRouter {
    /// Answers a request by its method, whatever its path.
    pub(crate) async fn reply(self, request: Request) -> Reply {
        let mut table = Table::new();
        table.push("/".into(), self.methods);
        let inner = Rc::new(Inner { table, extras: None });
        let endpoint = inner.of_method(0, request.method());
        next::run(&inner, endpoint, inner.layers(endpoint), request).await
    }
}
