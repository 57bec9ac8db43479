//! [`MethodFilter`]: a set of methods.

use std::fmt;

use http::Method;

/// A set of the methods of
/// [RFC 9110, 9](https://www.rfc-editor.org/rfc/rfc9110#section-9) and `PATCH`.
///
/// # Examples
///
/// ```
/// use doorway::routing::{MethodFilter, on};
/// use doorway::Router;
///
/// let writes = MethodFilter::PUT.or(MethodFilter::PATCH);
/// let app: Router = Router::new().route("/planet", on(writes, || async { "written" }));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MethodFilter(u16);

/// In the order in which `allow` lists them.
const METHODS: [(MethodFilter, &str); 9] = [
    (MethodFilter::GET, "GET"),
    (MethodFilter::HEAD, "HEAD"),
    (MethodFilter::POST, "POST"),
    (MethodFilter::PUT, "PUT"),
    (MethodFilter::PATCH, "PATCH"),
    (MethodFilter::DELETE, "DELETE"),
    (MethodFilter::OPTIONS, "OPTIONS"),
    (MethodFilter::CONNECT, "CONNECT"),
    (MethodFilter::TRACE, "TRACE"),
];

#[allow(missing_docs)]
impl MethodFilter {
    pub const CONNECT: Self = Self(1);
    pub const DELETE: Self = Self(1 << 1);
    pub const GET: Self = Self(1 << 2);
    pub const HEAD: Self = Self(1 << 3);
    pub const OPTIONS: Self = Self(1 << 4);
    pub const PATCH: Self = Self(1 << 5);
    pub const POST: Self = Self(1 << 6);
    pub const PUT: Self = Self(1 << 7);
    pub const TRACE: Self = Self(1 << 8);
}

impl MethodFilter {
    /// The methods of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set of this method only; empty for a custom method.
    pub(super) fn of(method: &Method) -> Self {
        match *method {
            Method::GET => Self::GET,
            Method::POST => Self::POST,
            Method::HEAD => Self::HEAD,
            Method::PUT => Self::PUT,
            Method::DELETE => Self::DELETE,
            Method::PATCH => Self::PATCH,
            Method::OPTIONS => Self::OPTIONS,
            Method::CONNECT => Self::CONNECT,
            Method::TRACE => Self::TRACE,
            _ => Self::default(),
        }
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The names, as `allow` lists them.
impl fmt::Display for MethodFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (method, name) in METHODS {
            if self.intersects(method) {
                f.write_str(separator)?;
                f.write_str(name)?;
                separator = ", ";
            }
        }
        Ok(())
    }
}
