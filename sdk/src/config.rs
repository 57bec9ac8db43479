//! The component's configuration by its host, over `wasi:config`. Needs feature `config`.
//!
//! Names and values are text, set where the component is run, as by `wasmtime serve -S config -S
//! config-var=greeting=Hello app.wasm`. A component that reads it imports `wasi:config/store`, and so
//! leaves the `wasi:http/proxy` world; its host has to give that interface, of version 0.2.0-rc.1.
//!
//! Names that begin with a letter and consist of `[a-z0-9_]` are allowed by all hosts.
//!
//! # Examples
//!
//! ```
//! use doorway::config::{Config, Error};
//! use doorway::testing::TestClient;
//! use doorway::{Router, routing::get};
//!
//! async fn greet(config: Config) -> Result<String, Error> {
//!     let greeting = config.get::<String>("greeting")?;
//!     Ok(greeting.unwrap_or_else(|| "Hello".to_owned()))
//! }
//!
//! let client = TestClient::new(Router::new().route("/", get(greet)));
//! assert_eq!(client.get("/").send().text(), "Hello");
//! assert_eq!(client.config("greeting", "Servus").get("/").send().text(), "Servus");
//! ```

use std::any::type_name;
use std::convert::Infallible;
use std::str::FromStr;

use crate::extract::FromRequestParts;
use crate::port;
use crate::request::Parts;

mod error;

pub use error::{Error, ErrorKind};

/// The configuration of the component. It is an extractor, which never fails.
///
/// In a test it is [that of the client](crate::testing::TestClient::config), which the functions that
/// build an app before there is a client do not see: read it in a handler, or give the app its
/// values as arguments.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
#[doc(alias("env", "environment", "secret"))]
pub struct Config {}

impl Config {
    /// Creates it; nothing is read yet.
    pub fn new() -> Self {
        Self {}
    }

    /// Returns a value, parsed as a type; `None` if there is none of that name.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::config::{Config, ErrorKind};
    /// use doorway::testing::TestClient;
    ///
    /// let client = TestClient::new(|_: Request| async {}).config("retries", 3).config("debug", "maybe");
    /// let read = client.block_on(async {
    ///     let config = Config::new();
    ///     assert_eq!(config.get::<u32>("retries")?, Some(3));
    ///     assert_eq!(config.get::<String>("greeting")?, None);
    ///     let error = config.get::<bool>("debug").unwrap_err();
    ///     assert_eq!(error.kind(), ErrorKind::InvalidValue);
    ///     Ok::<(), doorway::config::Error>(())
    /// });
    /// # read.unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](ErrorKind::InvalidValue) if the type cannot be parsed from it, and
    /// [`Unavailable`](ErrorKind::Unavailable) if the host cannot read it.
    pub fn get<T: FromStr>(&self, name: impl AsRef<str>) -> Result<Option<T>, Error> {
        let name = name.as_ref();
        let Some(value) = port::config::get(name)? else { return Ok(None) };
        // The type's own error may quote the value, which may be a secret.
        value.parse().map(Some).map_err(|_| {
            let what = type_name::<T>();
            let message =
                format!("the configuration `{name}` is no `{what}`: correct it at the host");
            Error::new(ErrorKind::InvalidValue, message)
        })
    }

    /// Returns a value that has to be there, parsed as a type.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::config::{Config, Error};
    /// use doorway::testing::TestClient;
    ///
    /// async fn api(config: Config) -> Result<String, Error> {
    ///     config.require("api_url")
    /// }
    ///
    /// let client = TestClient::for_handler(api);
    /// assert_eq!(client.get("/").send().status(), 500);
    /// let client = client.config("api_url", "https://api.example");
    /// assert_eq!(client.get("/").send().text(), "https://api.example");
    /// ```
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get), and [`Missing`](ErrorKind::Missing) if there is none of that name.
    pub fn require<T: FromStr>(&self, name: impl AsRef<str>) -> Result<T, Error> {
        let name = name.as_ref();
        self.get(name)?.ok_or_else(|| {
            let message = format!("there is no configuration `{name}`: set it at the host");
            Error::new(ErrorKind::Missing, message)
        })
    }

    /// Returns all names and values, in no particular order.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::config::Config;
    /// use doorway::{Request, testing::TestClient};
    ///
    /// let client = TestClient::new(async |_: Request| ()).config("greeting", "Servus");
    /// let all = client.block_on(async { Config::new().get_all() })?;
    /// assert_eq!(all, [("greeting".to_owned(), "Servus".to_owned())]);
    /// # Ok::<(), doorway::config::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Unavailable`](ErrorKind::Unavailable) if the host cannot read them.
    pub fn get_all(&self) -> Result<Vec<(String, String)>, Error> {
        port::config::get_all()
    }
}

impl<S> FromRequestParts<S> for Config {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new())
    }
}
