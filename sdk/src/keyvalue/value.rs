//! Values as JSON.

use std::any::type_name;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use super::{Error, ErrorKind};
use crate::json::{self, Fault};

pub(super) fn encoded<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    json::to_vec(value).map_err(|error| {
        let what = type_name::<T>();
        let message = format!("a `{what}` cannot be stored as JSON: {error}");
        Error::new(ErrorKind::InvalidValue, message)
    })
}

pub(super) fn decoded<T: DeserializeOwned>(value: impl AsRef<[u8]>) -> Result<T, Error> {
    let invalid = |error| invalid(type_name::<T>(), &error);
    serde_json::from_slice(value.as_ref()).map_err(invalid)
}

/// Names neither the key nor the value, each of which may be a secret.
#[cold]
fn invalid(what: &str, error: &serde_json::Error) -> Error {
    let fault = Fault::from(error);
    let message = format!(
        "a stored value is no `{what}`: {fault}. An older version of the app may have stored it; a counter is read \
         by `increment` with 0"
    );
    Error::new(ErrorKind::InvalidValue, message)
}
