//! Builders of requests with a method.

use http::Uri;
use http::request::Builder;

use super::Request;

macro_rules! builders {
    ($($name:ident $method:literal;)*) => {
        impl Request {
            $(
                #[doc = concat!("Returns a [builder](Request::builder) of a `", $method, "` request.")]
                ///
                /// # Examples
                ///
                /// ```
                /// use doorway::{Body, Request};
                ///
                #[doc = concat!("let request = Request::", stringify!($name), "(\"https://planets.example/mars\").body(Body::empty())?;")]
                #[doc = concat!("assert_eq!(request.method(), \"", $method, "\");")]
                /// # Ok::<(), doorway::http::Error>(())
                /// ```
                pub fn $name<T>(uri: T) -> Builder
                where
                    T: TryInto<Uri, Error: Into<http::Error>>,
                {
                    http::Request::$name(uri)
                }
            )*
        }
    };
}

builders! {
    get "GET";
    head "HEAD";
    post "POST";
    put "PUT";
    patch "PATCH";
    delete "DELETE";
    options "OPTIONS";
    connect "CONNECT";
    trace "TRACE";
}
