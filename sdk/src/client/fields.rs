//! Header fields of a request that is being built.

use http::header::MaxSizeReached;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::error::Error;

/// Adds a field. An error does not show the value, which may be secret.
pub(super) fn add(
    headers: &mut HeaderMap,
    name: Result<HeaderName, String>,
    value: Result<HeaderValue, String>,
) -> Result<(), Error> {
    let name = name.map_err(|error| invalid_name(headers.len() + 1, &error))?;
    let value = value.map_err(|error| invalid_value(&name, &error))?;
    headers.try_append(name, value).map(drop).map_err(too_many)
}

/// Adds fields, and replaces those of the same names.
pub(super) fn replace(headers: &mut HeaderMap, fields: HeaderMap) -> Result<(), Error> {
    let mut current = None;
    for (name, value) in fields {
        // Only the first of several fields of one name brings the name.
        match (name, &current) {
            (Some(name), _) => {
                headers.try_insert(&name, value).map_err(too_many)?;
                current = Some(name);
            }
            (None, Some(name)) => drop(headers.try_append(name, value).map_err(too_many)?),
            (None, None) => {}
        }
    }
    Ok(())
}

/// Sets a field, and replaces those of its name.
pub(super) fn set(
    headers: &mut HeaderMap,
    name: HeaderName,
    value: HeaderValue,
) -> Result<(), Error> {
    headers.try_insert(name, value).map(drop).map_err(too_many)
}

fn invalid_name(number: usize, error: &str) -> Error {
    Error::builder(format!(
        "header field number {number} has an invalid name: {error}; a name has letters, digits \
         and !#$%&'*+-.^_`|~"
    ))
}

pub(super) fn invalid_value(name: &HeaderName, error: &str) -> Error {
    Error::builder(format!(
        "the header field `{name}` has an invalid value: {error}; a value has no line breaks or \
         other control characters"
    ))
}

fn too_many(error: MaxSizeReached) -> Error {
    Error::builder(format!("the request has too many header fields: {error}"))
}
