//! The attribute [`http_handler`] of the crate `doorway`, from where it is meant to be used.
//!
//! It has no dependencies, since every user's build waits for it: `header` reads what is needed
//! of a function, and `template` is all that is needed of `quote!`.

mod arguments;
mod cursor;
mod error;
mod expand;
mod header;
mod options;
mod template;

use proc_macro::TokenStream;

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
/// instance to the next.
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
    match generate(options, item.clone()) {
        Ok(generated) => [item, generated].into_iter().collect(),
        Err(error) => error.report(item),
    }
}

fn generate(options: TokenStream, item: TokenStream) -> Result<TokenStream, Error> {
    let root = options::parse_root(options)?;
    Ok(expand::expand(Header::parse(item)?, &root))
}
