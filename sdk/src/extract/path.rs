//! [`Path`]: an extractor of path parameters.

use std::borrow::Cow;

use serde_core::de::DeserializeOwned;

use super::encoding::decode;
use super::wrapper::wrapper;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::pattern;
use crate::request::Parts;

mod de;
mod de_error;
mod error;
mod raw;
#[cfg(test)]
mod tests;

pub use error::{
    ErrorKind, FailedToDeserializePathParams, InvalidUtf8InPathParam, MissingPathParams,
    PathRejection, RawPathParamsRejection,
};
pub use raw::{RawPathParams, RawPathParamsIter};

/// The path parameters, deserialized.
///
/// `T` is a single value for a route with one parameter, a tuple with a value for each parameter in
/// their order, or a struct with fields of their names. `Vec<T>` takes any number, and a map or
/// `Vec<(String, String)>` also takes the names. Values are percent-decoded.
///
/// `Option<Path<T>>` is `None` on a route that has no parameters.
///
/// # Examples
///
/// ```
/// use doorway::extract::Path;
///
/// // For a route such as `/users/{id}`.
/// async fn user(Path(id): Path<u32>) -> String {
///     format!("user {id}")
/// }
///
/// // For a route such as `/users/{id}/posts/{post}`.
/// async fn post(Path((id, post)): Path<(u32, String)>) -> String {
///     format!("{post}, of user {id}")
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Params {
///     id: u32,
///     post: String,
/// }
///
/// async fn the_same_post(Path(params): Path<Params>) -> String {
///     format!("{}, of user {}", params.post, params.id)
/// }
/// ```
///
/// # Errors
///
/// [`PathRejection`]: 400 if a value cannot be parsed to its type, or is not UTF-8 once decoded;
/// the detail names the parameter. 500, and a line on stderr, if the route's parameters do not fit
/// the handler's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[doc(alias("params", "url parameter"))]
pub struct Path<T>(pub T);

wrapper!(Path);

impl<S, T: DeserializeOwned> FromRequestParts<S> for Path<T> {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PathRejection> {
        of_parts(parts)
    }
}

impl<S, T: DeserializeOwned> OptionalFromRequestParts<S> for Path<T> {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, PathRejection> {
        optional(parts)
    }
}

fn of_parts<T: DeserializeOwned>(parts: &Parts) -> Result<Path<T>, PathRejection> {
    Ok(of_params(&matched(parts)?)?)
}

fn optional<T: DeserializeOwned>(parts: &Parts) -> Result<Option<Path<T>>, PathRejection> {
    let params = match matched(parts) {
        Err(PathRejection::MissingPathParams(_)) => return Ok(None),
        params => params?,
    };
    Ok(if params.is_empty() { None } else { Some(of_params(&params)?) })
}

fn of_params<T: DeserializeOwned>(
    params: &[Param<'_>],
) -> Result<Path<T>, FailedToDeserializePathParams> {
    match T::deserialize(de::Params(params)) {
        Ok(value) => Ok(Path(value)),
        Err(error) => Err(error.0.explained(params)),
    }
}

/// A decoded parameter.
struct Param<'a> {
    /// The pattern and the index that its name comes from: few handlers need it.
    pattern: &'a str,
    place: usize,
    value: Cow<'a, str>,
}

impl<'a> Param<'a> {
    fn name(&self) -> &'a str {
        pattern::name(self.pattern, self.place)
    }
}

fn matched(parts: &Parts) -> Result<Vec<Param<'_>>, PathRejection> {
    match (parts.extensions.matched(), &parts.context.before) {
        (Some(matched), None) => Ok(of_route(matched.pattern(), parts)?),
        (None, None) => Err(MissingPathParams.into()),
        (matched, Some(before)) => {
            let mut all = params(&before.prefix, &before.path)?;
            match matched {
                Some(matched) => all.extend(params(matched.pattern(), parts.target())?),
                None if before.prefix.is_empty() => return Err(MissingPathParams.into()),
                None => {}
            }
            Ok(all)
        }
    }
}

/// The parameters of the matched route.
fn of_route<'a>(
    pattern: &'a str,
    parts: &'a Parts,
) -> Result<Vec<Param<'a>>, FailedToDeserializePathParams> {
    let Some(values) = parts.context.values.of(parts.target()) else {
        return params(pattern, parts.target());
    };
    let mut params = Vec::with_capacity(4);
    for (place, value) in values.enumerate() {
        add(&mut params, pattern, place, value)?;
    }
    Ok(params)
}

/// The parameters of a path with this pattern.
fn params<'a>(
    pattern: &'a str,
    path: &'a str,
) -> Result<Vec<Param<'a>>, FailedToDeserializePathParams> {
    let mut values = Vec::new();
    pattern::walk(pattern, path, |_, value| values.push(value));
    let mut params = Vec::with_capacity(values.len());
    for (place, value) in values.into_iter().enumerate() {
        add(&mut params, pattern, place, value)?;
    }
    Ok(params)
}

fn add<'a>(
    params: &mut Vec<Param<'a>>,
    pattern: &'a str,
    place: usize,
    value: &'a str,
) -> Result<(), FailedToDeserializePathParams> {
    match decode(value) {
        Ok(value) => params.push(Param { pattern, place, value }),
        Err(error) => {
            return Err(FailedToDeserializePathParams::bad_encoding(
                error,
                pattern::name(pattern, place),
            ));
        }
    }
    Ok(())
}
