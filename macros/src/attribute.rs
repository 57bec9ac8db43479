//! The attributes, and how they call what they are on.

/// Which attribute it is.
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

    /// What it makes of a function.
    pub(crate) fn noun(self, is_async: bool) -> &'static str {
        match (self, is_async) {
            (Self::Handler, true) => "a handler",
            (Self::Middleware, true) => "a middleware",
            (_, false) => "an app",
        }
    }

    /// What it is meant for.
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
