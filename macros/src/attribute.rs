//! The two attributes, and their names for the functions they are on.

/// An attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attribute {
    Handler,
    Middleware,
}

impl Attribute {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Handler => "http_handler",
            Self::Middleware => "http_middleware",
        }
    }

    /// The name for a function with this attribute.
    pub(crate) fn noun(self, is_async: bool) -> &'static str {
        match (self, is_async) {
            (Self::Handler, true) => "a handler",
            (Self::Middleware, true) => "a middleware",
            (_, false) => "an app",
        }
    }

    /// The help for an item that the attribute cannot be on.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Self::Handler => {
                "write it on an `async fn` that answers requests, or on a plain `fn` that builds the app"
            }
            Self::Middleware => {
                "write it on an `async fn` that takes the request and `Next`, or on a plain `fn` that \
                 builds an app of the `NextComponent`"
            }
        }
    }
}
