//! [`Either`] to [`Either8`]: one of several extractors, responses, or layers of tower.
//!
//! An extractor of several is the first that does not refuse the request. All of them are extracted
//! from the head.
//!
//! # Examples
//!
//! ```
//! use doorway::either::{Either, Either3};
//! use doorway::extract::{Path, RawQuery};
//! use doorway::http::StatusCode;
//! use doorway::testing::TestClient;
//! use doorway::{Json, Router, routing::get};
//!
//! async fn planet(
//!     path: Either<Path<u32>, Path<String>>,
//! ) -> Either3<Json<u32>, String, StatusCode> {
//!     match path {
//!         Either::E1(Path(number)) => Either3::E1(Json(number)),
//!         Either::E2(Path(name)) if name.is_ascii() => Either3::E2(name),
//!         Either::E2(_) => Either3::E3(StatusCode::NOT_FOUND),
//!     }
//! }
//!
//! let client = TestClient::new(Router::new().route("/{planet}", get(planet)));
//! assert_eq!(client.get("/3").send().text(), "3");
//! assert_eq!(client.get("/earth").send().text(), "earth");
//! assert_eq!(client.get("/%C3%A9").send().status(), 404);
//! ```
//!
//! # Errors
//!
//! The rejection of the last extractor, if all refuse the request; those of the others are dropped.

use crate::Response;
use crate::extract::FromRequestParts;
use crate::request::Parts;
use crate::response::IntoResponse;
use crate::response::reply::Reply;

#[cfg(feature = "tower")]
mod tower;

#[cfg(feature = "tower")]
pub use tower::EitherFuture;

macro_rules! either {
    ($($name:ident $count:literal: $($variant:ident $nth:literal)*, $last:ident $last_nth:literal;)*) => {$(
        #[doc = concat!("One of ", $count, " extractors or responses: see the [module](self).")]
        #[derive(Clone, Debug)]
        #[must_use]
        pub enum $name<$($variant,)* $last> {
            $(
                #[doc = concat!("The ", $nth, ".")]
                $variant($variant),
            )*
            #[doc = concat!("The ", $last_nth, ".")]
            $last($last),
        }

        impl<S, $($variant: FromRequestParts<S>,)* $last: FromRequestParts<S>> FromRequestParts<S>
            for $name<$($variant,)* $last>
        {
            type Rejection = $last::Rejection;

            async fn from_request_parts(
                parts: &mut Parts,
                state: &S,
            ) -> Result<Self, Self::Rejection> {
                $(
                    if let Ok(value) = $variant::from_request_parts(parts, state).await {
                        return Ok(Self::$variant(value));
                    }
                )*
                $last::from_request_parts(parts, state).await.map(Self::$last)
            }
        }

        impl<$($variant: IntoResponse,)* $last: IntoResponse> IntoResponse
            for $name<$($variant,)* $last>
        {
            fn into_response(self) -> Response {
                self.into_reply().into_response()
            }

            fn into_reply(self) -> Reply {
                match self {
                    $(Self::$variant(value) => value.into_reply(),)*
                    Self::$last(value) => value.into_reply(),
                }
            }
        }
    )*};
}

either! {
    Either "two": E1 "first", E2 "second";
    Either3 "three": E1 "first" E2 "second", E3 "third";
    Either4 "four": E1 "first" E2 "second" E3 "third", E4 "fourth";
    Either5 "five": E1 "first" E2 "second" E3 "third" E4 "fourth", E5 "fifth";
    Either6 "six": E1 "first" E2 "second" E3 "third" E4 "fourth" E5 "fifth", E6 "sixth";
    Either7 "seven":
        E1 "first" E2 "second" E3 "third" E4 "fourth" E5 "fifth" E6 "sixth", E7 "seventh";
    Either8 "eight":
        E1 "first" E2 "second" E3 "third" E4 "fourth" E5 "fifth" E6 "sixth" E7 "seventh",
        E8 "eighth";
}
