#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::{Request, Response, Service, http_handler};

pub struct Planets(Vec<String>);

impl Service for Planets {
    async fn call(&self, _: Request) -> Response {
        Response::new(self.0.join(", ").into())
    }
}

#[http_handler]
#[must_use]
pub(crate) fn app() -> Planets {
    Planets(vec!["Mercury".into(), "Venus".into()])
}

fn main() {}
