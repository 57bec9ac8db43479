//! [`JavaScript`], [`Css`] and [`Wasm`]: responses of these content types.

use super::reply::Reply;
use super::{IntoResponse, Response};

macro_rules! mime {
    ($($name:ident $content_type:literal $noun:literal;)*) => {$(
        #[doc = concat!($noun, " as a response: `", $content_type, "`.")]
        ///
        /// # Examples
        ///
        /// ```
        #[doc = concat!("use doorway::response::{IntoResponse, ", stringify!($name), "};")]
        ///
        #[doc = concat!("let response = ", stringify!($name), "(\"content\").into_response();")]
        #[doc = concat!("assert_eq!(response.headers()[\"content-type\"], \"", $content_type, "\");")]
        /// ```
        #[derive(Clone, Copy, Debug)]
        #[must_use]
        pub struct $name<T>(pub T);

        impl<T: IntoResponse> IntoResponse for $name<T> {
            fn into_response(self) -> Response {
                self.into_reply().into_response()
            }

            fn into_reply(self) -> Reply {
                let mut reply = self.0.into_reply();
                reply.set_content_type($content_type);
                reply
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(content: T) -> Self {
                Self(content)
            }
        }
    )*};
}

mime! {
    JavaScript "application/javascript; charset=utf-8" "A script";
    Css "text/css; charset=utf-8" "A style sheet";
    Wasm "application/wasm" "A WebAssembly module or component";
}
