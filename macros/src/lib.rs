//! The attributes [`macro@http_handler`] and [`macro@http_middleware`]. Use them from the crate
//! `doorway`.
//!
//! They have no dependencies, since every user's build waits for them: `header` parses only the
//! needed parts of a function, and `template` replaces `quote!`.

mod arguments;
mod attribute;
mod cursor;
#[cfg(feature = "derive")]
mod debug;
#[cfg(feature = "derive")]
mod derive;
mod error;
mod expand;
mod header;
#[cfg(feature = "derive")]
mod names;
mod options;
mod template;

use proc_macro::TokenStream;

use attribute::Attribute;
use error::Error;
use header::Header;

/// Makes a function the component's HTTP handler.
///
/// The crate is built as a `cdylib` for `wasm32-wasip2` and has one such function. There are two
/// forms.
///
/// An **`async fn`** answers each request. It is a [`Handler`]: it takes up to 16 extractors, of which
/// the last may read the body, such as the whole [`Request`], and returns something that implements
/// [`IntoResponse`].
///
/// A **plain `fn`** builds the app, once for each instance of the component. It takes no arguments
/// and returns a [`Service`], such as a [`Router`], whose state lasts from one request of the
/// instance to the next. It may return a `Result` of that and an error: then each request is
/// answered with 500, and the error is written to stderr.
///
/// The function itself is unchanged, so that a test can call it. The code that exports it to the
/// host is added beside it; natively, only the checks are.
///
/// [`Handler`]: https://docs.rs/doorway/latest/doorway/handler/trait.Handler.html
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
/// A crate that has doorway under another name, or through a third crate, names its path:
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
/// It does not compile, natively either, if
///
/// - the item is not a function, is one of an `impl` or a `trait`, or has no body;
/// - the function is generic or has a `where` clause, is `const`, `unsafe` or `extern`, or takes a
///   reference or a varying number of arguments;
/// - an argument of a handler is not an extractor, one before the last reads the body, or the return
///   type is not a response;
/// - an app takes arguments, or does not return a service;
/// - the crate has another handler (two under `#[cfg]`s of which one holds are fine): the error is
///   *`only_one_http_handler_per_crate` is defined multiple times*;
/// - the attribute is given anything but `crate = path`.
#[proc_macro_attribute]
#[doc(alias("bind", "listen", "main", "serve"))]
pub fn http_handler(options: TokenStream, item: TokenStream) -> TokenStream {
    expansion(options, item, Attribute::Handler)
}

/// Makes a function a component that stands in front of another one: of a service, or of another
/// middleware.
///
/// Such components are described by
/// [`wasi:http/middleware`](https://github.com/WebAssembly/wasi-http): they import the interface
/// that they export, `wasi:http/handler`, and are joined with the next component, in any language,
/// by `cargo xtask compose` or `wac plug`. WASI 0.2 has none, so the crate needs doorway's feature
/// `p3`. There are two forms.
///
/// An **`async fn`** is a middleware as [`from_fn`] takes it: up to 15 extractors, the request, and
/// [`Next`], whose `run` goes on to the next component.
///
/// A **plain `fn`** builds an app, once for each instance, from the [`NextComponent`] that it is
/// given: for example, a [`Router`] with layers and this as its fallback.
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
#[doc(alias("chain", "compose"))]
pub fn http_middleware(options: TokenStream, item: TokenStream) -> TokenStream {
    expansion(options, item, Attribute::Middleware)
}

#[cfg(feature = "derive")]
#[doc = include_str!("docs/debug_handler.md")]
#[proc_macro_attribute]
pub fn debug_handler(options: TokenStream, item: TokenStream) -> TokenStream {
    debug::expand(options, item, debug::Kind::Handler)
}

#[cfg(feature = "derive")]
#[doc = include_str!("docs/debug_middleware.md")]
#[proc_macro_attribute]
pub fn debug_middleware(options: TokenStream, item: TokenStream) -> TokenStream {
    debug::expand(options, item, debug::Kind::Middleware)
}

#[cfg(feature = "derive")]
#[doc = include_str!("docs/from_ref.md")]
#[proc_macro_derive(FromRef, attributes(from_ref))]
pub fn from_ref(item: TokenStream) -> TokenStream {
    derive::expand(item, derive::Derive::FromRef)
}

#[cfg(feature = "derive")]
#[doc = include_str!("docs/from_request.md")]
#[proc_macro_derive(FromRequest, attributes(from_request))]
pub fn from_request(item: TokenStream) -> TokenStream {
    derive::expand(item, derive::Derive::FromRequest)
}

#[cfg(feature = "derive")]
#[doc = include_str!("docs/from_request_parts.md")]
#[proc_macro_derive(FromRequestParts, attributes(from_request))]
pub fn from_request_parts(item: TokenStream) -> TokenStream {
    derive::expand(item, derive::Derive::FromRequestParts)
}

#[cfg(feature = "derive")]
#[doc = include_str!("docs/typed_path.md")]
#[proc_macro_derive(TypedPath, attributes(typed_path))]
pub fn typed_path(item: TokenStream) -> TokenStream {
    derive::expand(item, derive::Derive::TypedPath)
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
