//! [`RawForm`]: a form as bytes.

use std::fmt;

use bytes::Bytes;

use super::FromRequest;
use super::form::{InvalidFormContentType, is_in_query, read};
use super::rejection::{BytesRejection, composite};
use crate::Request;

/// A form as the client sent it: the query of `GET` and `HEAD` requests, the body of others.
///
/// # Examples
///
/// ```
/// use doorway::extract::RawForm;
///
/// async fn length(RawForm(form): RawForm) -> String {
///     form.len().to_string()
/// }
/// ```
///
/// # Errors
///
/// [`RawFormRejection`](super::rejection::RawFormRejection): 415 if the content type of a body is not
/// a form's, 413 if it is over the limit.
#[derive(Clone, PartialEq, Eq)]
pub struct RawForm(pub Bytes);

/// Without the form, which may be secret.
impl fmt::Debug for RawForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawForm").field("length", &self.0.len()).finish()
    }
}

impl<S> FromRequest<S> for RawForm {
    type Rejection = RawFormRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, RawFormRejection> {
        if is_in_query(&request) {
            let query = request.parts.query().unwrap_or_default();
            return Ok(Self(Bytes::copy_from_slice(query.as_bytes())));
        }
        let body = read(request)?;
        Ok(Self(body.await.map_err(BytesRejection::from)?))
    }
}

composite! {
    /// A rejection of [`RawForm`].
    pub enum RawFormRejection { InvalidFormContentType, BytesRejection }
}
