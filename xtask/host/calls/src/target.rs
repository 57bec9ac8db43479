//! [`Target`]: the server that a check calls.

/// The server that a check calls, which is there under two origins.
#[derive(Clone, Debug)]
pub struct Target {
    base: String,
    other: String,
}

impl Target {
    /// A server at two origins: `http://`, a host and a port, without a slash at the end.
    pub fn new(base: impl Into<String>, other: impl Into<String>) -> Self {
        Self { base: base.into(), other: other.into() }
    }

    /// The URL of a path that starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The URL of a path at the other origin.
    pub fn other_url(&self, path: &str) -> String {
        format!("{}{path}", self.other)
    }

    /// The authority of the first origin.
    pub fn authority(&self) -> &str {
        self.base.trim_start_matches("http://")
    }
}
