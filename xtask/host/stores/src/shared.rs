//! Stores that several hosts share, by their URLs.

use std::sync::Arc;

use crate::Store;

/// Why a URL names no store, and how to fix it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct AddressError {
    message: String,
    help: String,
}

impl AddressError {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// How to fix it.
    pub fn help(&self) -> &str {
        &self.help
    }
}

/// The store at a URL: `redis://HOST:PORT/DB`, `rediss://` for the same with TLS, or `nats://HOST:PORT`. It is connected
/// to when it is used.
///
/// # Errors
///
/// When the URL is none of these, or this program was built without that store.
pub fn shared(url: &str) -> Result<Arc<dyn Store>, AddressError> {
    match url.split_once("://").map(|(scheme, _)| scheme) {
        #[cfg(feature = "redis")]
        Some("redis" | "rediss") => Ok(Arc::new(crate::Redis::at(url)?)),
        #[cfg(not(feature = "redis"))]
        Some("redis" | "rediss") => Err(left_out("redis")),
        #[cfg(feature = "nats")]
        Some("nats") => Ok(Arc::new(crate::Nats::at(url)?)),
        #[cfg(not(feature = "nats"))]
        Some("nats") => Err(left_out("nats")),
        // The URL itself may have a password in it.
        _ => Err(AddressError::new(
            "the URL of the store begins with none of redis://, rediss:// and nats://",
            "write it as redis://HOST:PORT, redis://HOST:PORT/DB or nats://HOST:PORT",
        )),
    }
}

#[cfg(not(all(feature = "redis", feature = "nats")))]
fn left_out(feature: &str) -> AddressError {
    AddressError::new(
        format!("this program was built without the feature `{feature}`"),
        format!("install it with that: `cargo install --path cli --features {feature}`"),
    )
}
