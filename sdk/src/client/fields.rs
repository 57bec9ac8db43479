//! Header fields of a request that is being built.

use http::header::MaxSizeReached;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::error::Error;

/// Adds a field, or tells what it lacks. What the value is stays untold: it may be a secret.
pub(super) fn add(
    headers: &mut HeaderMap,
    name: Result<HeaderName, String>,
    value: Result<HeaderValue, String>,
) -> Result<(), Error> {
    let name = name.map_err(|error| no_name(headers.len() + 1, &error))?;
    let value = value.map_err(|error| no_value(&name, &error))?;
    headers.try_append(name, value).map(drop).map_err(too_many)
}

/// Puts fields in the place of those of the same names.
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

/// Puts one field in the place of those of its name.
pub(super) fn set(
    headers: &mut HeaderMap,
    name: HeaderName,
    value: HeaderValue,
) -> Result<(), Error> {
    headers.try_insert(name, value).map(drop).map_err(too_many)
}

fn no_name(number: usize, error: &str) -> Error {
    Error::builder(format!(
        "header field number {number} has no valid name: {error}; a name is made of letters, \
         digits and !#$%&'*+-.^_`|~"
    ))
}

pub(super) fn no_value(name: &HeaderName, error: &str) -> Error {
    Error::builder(format!(
        "the header field `{name}` cannot have its value: {error}; a value is text without line \
         breaks and other control characters"
    ))
}

fn too_many(error: MaxSizeReached) -> Error {
    Error::builder(format!("the request has too many header fields: {error}"))
}
