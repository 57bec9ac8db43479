//! [`RawPathParams`]: path parameters as text.

use super::{FromRequestParts, InvalidUtf8InPathParam, PathRejection, RawPathParamsRejection};
use crate::request::Parts;

/// The names and values of the path parameters, in their order. Values are percent-decoded.
///
/// # Examples
///
/// ```
/// use doorway::extract::RawPathParams;
///
/// async fn list(params: RawPathParams) -> String {
///     params.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
/// }
/// ```
///
/// # Errors
///
/// [`RawPathParamsRejection`]: 400 if a value is not UTF-8 once decoded, 500 if no route matched.
#[derive(Clone, Debug)]
pub struct RawPathParams(Vec<(String, String)>);

impl RawPathParams {
    /// Returns an iterator over the names and values.
    pub fn iter(&self) -> RawPathParamsIter<'_> {
        RawPathParamsIter(self.0.iter())
    }
}

impl<'a> IntoIterator for &'a RawPathParams {
    type Item = (&'a str, &'a str);
    type IntoIter = RawPathParamsIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// An iterator over the names and values of [`RawPathParams`].
#[derive(Clone, Debug)]
pub struct RawPathParamsIter<'a>(std::slice::Iter<'a, (String, String)>);

impl<'a> Iterator for RawPathParamsIter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.next()?;
        Some((name, value))
    }
}

impl<S> FromRequestParts<S> for RawPathParams {
    type Rejection = RawPathParamsRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RawPathParamsRejection> {
        of_parts(parts)
    }
}

fn of_parts(parts: &Parts) -> Result<RawPathParams, RawPathParamsRejection> {
    match super::matched(parts) {
        Ok(params) => {
            let owned =
                |param: super::Param<'_>| (param.name().to_owned(), param.value.into_owned());
            Ok(RawPathParams(params.into_iter().map(owned).collect()))
        }
        Err(PathRejection::FailedToDeserializePathParams(error)) => {
            Err(InvalidUtf8InPathParam(error).into())
        }
        Err(PathRejection::MissingPathParams(error)) => Err(error.into()),
    }
}
