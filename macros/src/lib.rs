//! The attributes [`macro@http_handler`] and [`macro@http_middleware`] of the crate `doorway`, from where
//! they are meant to be used.
//!
//! They have no dependencies, since every user's build waits for it: `header` reads what is needed
//! of a function, and `template` is all that is needed of `quote!`.

mod arguments;
mod attribute;
mod cursor;
mod error;
mod expand;
mod header;
mod options;
mod template;

use proc_macro::TokenStream;

use attribute::Attribute;
use error::Error;
use header::Header;

/// Makes a function the component's HTTP handler.
///
/// The crate is built as a `cdylib` for `wasm32-wasip2` and holds the attribute once. There are two
/// forms, told apart by `async`.
///
/// An **`async fn`** answers each request. It is a [`Handler`]: it takes up to 16 extractors, of which
/// the last may read the body, such as the whole [`Request`], and returns something that implements
/// [`IntoResponse`].
///
/// A **plain `fn`** builds the app, once for each instance of the component. It takes nothing and
/// returns something that implements [`Service`], such as a [`Router`]; what that keeps lasts from one request of the
/// instance to the next. It may return a `Result` of that and an error: while there is an error, each
/// request is answered with 500, and the error is written to stderr.
///
/// The function stays as it is, so that a test can call it, and what exports it to the host is added
/// beside it; natively, where there is no host, only the checks are.
///
/// [`Handler`]: https://docs.rs/doorway/latest/doorway/trait.Handler.html
/// [`IntoResponse`]: https://docs.rs/doorway/latest/doorway/response/trait.IntoResponse.html
/// [`Request`]: https://docs.rs/doorway/latest/doorway/request/struct.Request.html
/// [`Router`]: https://docs.rs/doorway/latest/doorway/router/struct.Router.html
/// [`Service`]: https://docs.rs/doorway/latest/doorway/trait.Service.html
///
/// # Examples
///
/// A handler:
///
/// ```
/// use doorway::{Request, http_handler};
///
/// #[http_handler]
/// async fn greet(request: Request) -> String {
///     format!("You asked for {}", request.uri().path())
/// }
/// # fn main() {}
/// ```
///
/// A router:
///
/// ```
/// use doorway::extract::Path;
/// use doorway::{Router, http_handler, routing::get};
///
/// async fn hello(Path(name): Path<String>) -> String {
///     format!("Hello, {name}!")
/// }
///
/// #[http_handler]
/// fn app() -> Router {
///     Router::new().route("/hello/{name}", get(hello))
/// }
/// # fn main() {}
/// ```
///
/// An app that counts the requests of its instance:
///
/// ```
/// use std::cell::Cell;
///
/// use doorway::{Request, Service, http_handler};
///
/// #[http_handler]
/// fn app() -> impl Service {
///     let served = Cell::new(0);
///     move |_: Request| {
///         served.set(served.get() + 1);
///         let count = served.get();
///         async move { format!("request {count} of this instance") }
///     }
/// }
/// # fn main() {}
/// ```
///
/// A crate that has doorway under another name, or through a third crate, says where it is:
///
/// ```
/// # mod web { pub use doorway as dw; }
/// #[web::dw::http_handler(crate = web::dw)]
/// async fn hello() -> &'static str {
///     "Hello, world!"
/// }
/// # fn main() {}
/// ```
///
/// # Errors
///
/// It is an error of compilation, natively too, if
///
/// - it is not a function, or one of an `impl` or a `trait`, or has no body;
/// - the function is generic or has a `where` clause, is `const`, `unsafe` or `extern`, or takes a
///   reference or a varying number of arguments;
/// - an argument of a handler is no extractor, or one before the last reads the body, or what it
///   returns is no response;
/// - an app takes arguments, or returns no service;
/// - the crate has another handler (two under `#[cfg]`s of which one holds are fine), which is told
///   as *`only_one_http_handler_per_crate` is defined multiple times*;
/// - the attribute is given anything but `crate = path`.
#[proc_macro_attribute]
pub fn http_handler(options: TokenStream, item: TokenStream) -> TokenStream {
    expansion(options, item, Attribute::Handler)
}

/// Makes a function a component that stands in front of another one: of a service, or of another
/// middleware.
///
/// Such components are what
/// [`wasi:http/middleware`](https://github.com/WebAssembly/wasi-http) describes: they import what they
/// export, `wasi:http/handler`, and are joined with what comes next by `cargo xtask compose` or
/// `wac plug`; that may be written in any language. There are none on WASI 0.2, so the crate needs
/// doorway's feature `p3`. There are two forms, told apart by `async`.
///
/// An **`async fn`** is a middleware as [`from_fn`] takes it: up to 15 extractors, the request, and
/// [`Next`], whose `run` goes on to the next component.
///
/// A **plain `fn`** builds an app, once for each instance, of the [`NextComponent`] that it is given:
/// a [`Router`] with layers, say, whose fallback that is.
///
/// Natively the function is checked and can be called, as with [`http_handler`].
///
/// [`from_fn`]: https://docs.rs/doorway/latest/doorway/middleware/fn.from_fn.html
/// [`Next`]: https://docs.rs/doorway/latest/doorway/middleware/struct.Next.html
/// [`NextComponent`]: https://docs.rs/doorway/latest/doorway/middleware/struct.NextComponent.html
/// [`Router`]: https://docs.rs/doorway/latest/doorway/router/struct.Router.html
///
/// # Examples
///
/// ```
/// use doorway::http::{HeaderMap, StatusCode};
/// use doorway::middleware::Next;
/// use doorway::{Request, Response, http_middleware};
///
/// #[http_middleware]
/// async fn keep_out(headers: HeaderMap, request: Request, next: Next) -> Result<Response, StatusCode> {
///     match headers.get("x-key") {
///         Some(key) if key == "sesame" => Ok(next.run(request).await),
///         _ => Err(StatusCode::UNAUTHORIZED),
///     }
/// }
/// # fn main() {}
/// ```
///
/// Layers, and a route of its own:
///
/// ```
/// use doorway::middleware::{NextComponent, TraceContextLayer};
/// use doorway::{Router, http_middleware, routing::get};
///
/// #[http_middleware]
/// fn front(next: NextComponent) -> Router {
///     Router::new()
///         .route("/health", get(|| async { "well" }))
///         .fallback_service(next)
///         .layer(TraceContextLayer::new())
/// }
/// # fn main() {}
/// ```
///
/// # Errors
///
/// It is an error of compilation, natively too, in the cases of [`http_handler`], and if
///
/// - the last argument of an `async fn` is not [`Next`], or the one before it cannot read the body;
/// - a plain `fn` takes anything but the [`NextComponent`].
///
/// Where a component is built, it is one too if doorway's feature `p3` is off.
#[proc_macro_attribute]
pub fn http_middleware(options: TokenStream, item: TokenStream) -> TokenStream {
    expansion(options, item, Attribute::Middleware)
}

fn expansion(options: TokenStream, item: TokenStream, attribute: Attribute) -> TokenStream {
    match generate(options, item.clone(), attribute) {
        Ok(generated) => [item, generated].into_iter().collect(),
        Err(error) => error.report(item),
    }
}

fn generate(
    options: TokenStream,
    item: TokenStream,
    attribute: Attribute,
) -> Result<TokenStream, Error> {
    let root = options::parse_root(options, attribute)?;
    Ok(expand::expand(Header::parse(item, attribute)?, &root, attribute))
}
