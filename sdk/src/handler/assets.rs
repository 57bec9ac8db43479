//! [`Assets`] as a service and as a handler.

use http::HeaderName;
use http::header::HeaderValue;
use rust_embed::RustEmbed;

use crate::response::Assets;
use crate::response::assets::conditions::Fields;
use crate::response::assets::path::{Target, tail};
use crate::{Handler, IntoResponse, Request, Response, Service};

impl<E: RustEmbed> Service for Assets<E> {
    async fn call(&self, request: Request) -> Response {
        let target = request.parts.inner_target();
        let target = Target::new(&target);
        // A nested service's prefix is `/` to it, with and without a slash at its end.
        let whole = Target { path: request.parts.path(), query: target.query };
        let is_prefix = request.parts.context.stripped > 0 && target.path == "/";
        let shown = if is_prefix { &whole } else { &target };
        self.lookup.respond(E::get, &target, shown, &request, request.method())
    }
}

/// A marker that tells [`Assets`] from functions among handlers.
#[derive(Debug)]
pub enum AsHandler {}

impl<E: RustEmbed + 'static, S> Handler<AsHandler, S> for Assets<E> {
    fn call(&self, request: Request, _: &S) -> impl Future<Output: IntoResponse> {
        async move {
            let route = request.parts.extensions.matched().map_or("", |matched| matched.pattern());
            let Some(path) = tail(route, request.parts.path()) else {
                return Service::call(self, request).await;
            };
            let target = request.parts.inner_target();
            let target = Target { path, query: Target::new(&target).query };
            self.lookup.respond(E::get, &target, &target, &request, request.method())
        }
    }
}

impl Fields for Request {
    fn lines(&self, name: &HeaderName) -> Vec<HeaderValue> {
        self.parts.header_values(name)
    }
}
