//! The configuration by the host. Its functions are the same on both versions of WASI.

use crate::config::{Error, ErrorKind};

#[allow(unsafe_code, missing_docs, unreachable_pub, rustdoc::bare_urls)]
#[allow(clippy::semicolon_if_nothing_returned)]
#[rustfmt::skip]
mod bindings;

use bindings::wasi::config::store;

pub(crate) fn get(name: &str) -> Result<Option<String>, Error> {
    Ok(store::get(name)?)
}

pub(crate) fn get_all() -> Result<Vec<(String, String)>, Error> {
    Ok(store::get_all()?)
}

impl From<store::Error> for Error {
    #[cold]
    fn from(error: store::Error) -> Self {
        let (store::Error::Upstream(message) | store::Error::Io(message)) = error;
        let message = format!("the host cannot read the configuration: {message}");
        Self::new(ErrorKind::Unavailable, message)
    }
}
