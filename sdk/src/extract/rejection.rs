//! Rejections of extractors. Each is answered with its status and a [`Problem`] that tells the
//! client what to fix.
//!
//! To answer otherwise, a handler takes `Result<T, _>` of an extractor `T`; the rejection's
//! `status()` and `body_text()` are those of the default answer.
//!
//! If the program is to blame, the status is 500 and the detail goes to stderr only.

use std::error::Error as StdError;
use std::fmt::{self, Display};

use http::StatusCode;

use crate::error::Causes;
#[cfg(feature = "json")]
use crate::json::Fault;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, Problem};
use crate::shown::log_line;

pub use super::connect_info::{ConnectInfoRejection, MissingConnectInfo};
pub use super::extension::{ExtensionRejection, MissingExtension};
#[cfg(feature = "form")]
pub use super::form::{
    FailedToDeserializeForm, FailedToDeserializeFormBody, FormRejection, InvalidFormContentType,
};
pub use super::forwarded::{FailedToResolveHost, HostRejection, SchemeMissing};
pub use super::head::{AuthorityMissing, AuthorityRejection, InvalidAuthority};
#[cfg(feature = "json")]
pub use super::json::{JsonDataError, JsonRejection, JsonSyntaxError, MissingJsonContentType};
#[cfg(feature = "json")]
pub use super::json_deserializer::JsonDeserializerRejection;
pub use super::matched_path::{MatchedPathMissing, MatchedPathRejection};
#[cfg(feature = "multipart")]
pub use super::multipart::{InvalidBoundary, InvalidMultipartContentType, MultipartRejection};
pub use super::nested_path::{NestedPathMissing, NestedPathRejection};
#[cfg(feature = "query")]
pub use super::optional_query::OptionalQueryRejection;
pub use super::path::{
    FailedToDeserializePathParams, InvalidUtf8InPathParam, MissingPathParams, PathRejection,
    RawPathParamsRejection,
};
#[cfg(feature = "protobuf")]
pub use super::protobuf::{ProtobufDecodeError, ProtobufRejection};
#[cfg(feature = "query")]
pub use super::query::{FailedToDeserializeQueryString, QueryRejection};
#[cfg(feature = "form")]
pub use super::raw_form::RawFormRejection;
#[cfg(feature = "headers")]
pub use super::typed_header::{TypedHeaderRejection, TypedHeaderRejectionReason};

pub use super::trace_context::{TraceContextMissing, TraceContextRejection};

mod body;
pub use body::{
    BytesRejection, FailedToBufferBody, InvalidUtf8, LengthLimitError, StringRejection,
    UnknownBodyError,
};

/// Declares rejections: docs, name, status, detail.
///
/// `Name(shown)` has a source that is shown to the client; `Name(hidden)` has one that is not. From
/// status 500 up, nothing is shown.
macro_rules! rejection {
    ($($(#[$meta:meta])* pub struct $name:ident $(($source:ident))?: $status:ident, $text:literal;)*) => {$(
        $(#[$meta])*
        #[non_exhaustive]
        pub struct $name $(($crate::extract::rejection::rejection!(@field $source)))?;

        impl $name {
            $($crate::extract::rejection::rejection!(@new $source);)?

            /// Returns the status that answers the request.
            pub fn status(&self) -> $crate::http::StatusCode {
                $crate::http::StatusCode::$status
            }

            /// Returns the text for the client.
            pub fn body_text(&self) -> String {
                $crate::extract::rejection::told(self.status(), self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($text)?;
                $crate::extract::rejection::rejection!(@told self f $($source)?)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name))
                    $(.field(&$crate::extract::rejection::rejection!(@shown self $source)))?
                    .finish()
            }
        }

        impl std::error::Error for $name {
            $($crate::extract::rejection::rejection!(@source $source);)?
        }

        $crate::extract::rejection::answered!($name);
    )*};
    (@field $source:ident) => { $crate::error::BoxError };
    (@new $source:ident) => {
        pub(crate) fn new(source: impl Into<$crate::error::BoxError>) -> Self {
            Self(source.into())
        }
    };
    (@source $source:ident) => {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&*self.0)
        }
    };
    (@shown $this:ident $source:ident) => { $crate::error::Cause(&*$this.0) };
    (@told $this:ident $f:ident shown) => {
        $crate::extract::rejection::write_source($f, &*$this.0)
    };
    (@told $this:ident $f:ident $($hidden:ident)?) => { Ok(()) };
}
pub(crate) use rejection;

/// Implements `IntoResponse` for a rejection with `status()` and `body_text()`.
macro_rules! answered {
    ($name:ident) => {
        impl $crate::response::IntoResponse for $name {
            fn into_response(self) -> $crate::Response {
                self.into_reply().into_response()
            }

            fn into_reply(self) -> $crate::response::reply::Reply {
                let source = std::error::Error::source(&self);
                let (status, told) = (self.status(), self.body_text());
                $crate::extract::rejection::answer(&self, source, status, told)
            }
        }
    };
}
pub(crate) use answered;

/// Declares an enum of rejections.
macro_rules! composite {
    ($($(#[$meta:meta])* pub enum $name:ident { $($variant:ident),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("[`", stringify!($variant), "`](crate::extract::rejection::", stringify!($variant), ").")]
                $variant($variant),
            )*
        }

        impl $name {
            /// Returns the status that answers the request.
            pub fn status(&self) -> $crate::http::StatusCode {
                match self {
                    $(Self::$variant(rejection) => rejection.status(),)*
                }
            }

            /// Returns the text for the client.
            pub fn body_text(&self) -> String {
                match self {
                    $(Self::$variant(rejection) => rejection.body_text(),)*
                }
            }
        }

        $(
            impl From<$variant> for $name {
                fn from(rejection: $variant) -> Self {
                    Self::$variant(rejection)
                }
            }
        )*

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant(rejection) => std::fmt::Display::fmt(rejection, f),)*
                }
            }
        }

        impl std::error::Error for $name {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                match self {
                    $(Self::$variant(rejection) => std::error::Error::source(rejection),)*
                }
            }
        }

        impl $crate::response::IntoResponse for $name {
            fn into_response(self) -> $crate::Response {
                self.into_reply().into_response()
            }

            fn into_reply(self) -> $crate::response::reply::Reply {
                match self {
                    $(Self::$variant(rejection) => rejection.into_reply(),)*
                }
            }
        }
    )*};
}
pub(crate) use composite;

/// Writes an error's source; `{:#}` includes the value, for its sender.
pub(crate) fn write_source(
    f: &mut fmt::Formatter<'_>,
    source: &(dyn StdError + 'static),
) -> fmt::Result {
    f.write_str(": ")?;
    #[cfg(feature = "json")]
    if let Some(error) = source.downcast_ref::<serde_json::Error>().filter(|_| !f.alternate()) {
        return Fault::from(error).fmt(f);
    }
    Display::fmt(source, f)
}

/// The text for the client: only the status if the program is to blame.
pub(crate) fn told(status: StatusCode, rejection: &dyn Display) -> String {
    if status.is_server_error() {
        title(status).unwrap_or_default().into()
    } else {
        // Only then do errors of ours quote the client's input.
        format!("{rejection:#}")
    }
}

/// The reason phrase of a rejection's status. The table of all of them weighs 3 kB.
fn title(status: StatusCode) -> Option<&'static str> {
    Some(match status {
        StatusCode::BAD_REQUEST => "Bad Request",
        StatusCode::REQUEST_TIMEOUT => "Request Timeout",
        StatusCode::PAYLOAD_TOO_LARGE => "Payload Too Large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Unsupported Media Type",
        StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Entity",
        StatusCode::INTERNAL_SERVER_ERROR => "Internal Server Error",
        StatusCode::BAD_GATEWAY => "Bad Gateway",
        StatusCode::GATEWAY_TIMEOUT => "Gateway Timeout",
        _ => return None,
    })
}

/// Answers with a problem; details that the client does not get go to stderr.
pub(crate) fn answer(
    // `&dyn Error` would link its `Debug`.
    rejection: &dyn Display,
    source: Option<&(dyn StdError + 'static)>,
    status: StatusCode,
    told: String,
) -> Reply {
    let problem = Problem::titled(status, title(status));
    if status.is_server_error() {
        log_line!("doorway: answered {}: {rejection}{}", status.as_str(), Causes(source));
        return problem.into_reply();
    }
    problem.detail(told).into_reply()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_the_reasons_of_statuses() {
        for status in [400, 408, 413, 415, 422, 500, 502, 504] {
            let status = StatusCode::from_u16(status).unwrap();
            assert!(title(status).is_some());
            assert_eq!(title(status), status.canonical_reason());
        }
    }
}
