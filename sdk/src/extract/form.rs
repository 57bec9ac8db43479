//! [`Form`]: an extractor and response in form encoding.

use http::{Method, StatusCode};
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use crate::Request;
use crate::extract::body::{self, Reading};
use crate::extract::pairs;
use crate::extract::rejection::{BytesRejection, composite, rejection};
use crate::extract::wrapper::wrapper;
use crate::extract::{FromRequest, OptionalFromRequest};
use crate::parameters::content_type::essence;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, Response};
use crate::shown::log_line;

const TYPE: &str = "application/x-www-form-urlencoded";

/// An extractor and response in form encoding, `application/x-www-form-urlencoded`
/// ([URL standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded)).
///
/// As an extractor it reads the query of `GET` and `HEAD` requests, and the body of other requests,
/// as [`Query`](crate::extract::Query) reads a query. Limit of the body by default: 2 MiB. For
/// forms with files, use `Multipart`. `Option<Form<T>>` is `None` if there is no query, or no
/// content type.
///
/// As a response, a value that cannot be serialized as a form, such as a nested struct, is answered
/// with a bare 500 and a line on stderr.
///
/// # Examples
///
/// ```
/// use doorway::Form;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Login {
///     user: String,
///     #[serde(default)]
///     remember: bool,
/// }
///
/// async fn login(Form(login): Form<Login>) -> String {
///     format!("Hello, {}", login.user)
/// }
/// ```
///
/// # Errors
///
/// [`FormRejection`](crate::extract::rejection::FormRejection), whose detail names the field: 400
/// if a query does not match `T`, or if the percent-encoding or UTF-8 is invalid; for a body, 415
/// if the content type is another, 413 if it is over the limit, and 422 if it does not match `T`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

wrapper!(Form);

impl<S, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = FormRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, FormRejection> {
        if is_in_query(&request) {
            return of_query(request.parts.query().unwrap_or_default());
        }
        let body = read(request)?;
        of_body(&body.await.map_err(BytesRejection::from)?)
    }
}

impl<S, T: DeserializeOwned> OptionalFromRequest<S> for Form<T> {
    type Rejection = FormRejection;

    async fn from_request(request: Request, _: &S) -> Result<Option<Self>, FormRejection> {
        if is_in_query(&request) {
            return request.parts.query().map(of_query).transpose();
        }
        if request.parts.content_type(|_| ()).is_none() {
            return Ok(None);
        }
        let body = read(request)?;
        of_body(&body.await.map_err(BytesRejection::from)?).map(Some)
    }
}

pub(super) fn is_in_query(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

fn of_query<T: DeserializeOwned>(query: &str) -> Result<Form<T>, FormRejection> {
    match pairs::read(query) {
        Ok(value) => Ok(Form(value)),
        Err(error) => Err(FailedToDeserializeForm::new(error).into()),
    }
}

/// Reads the body if its content type is a form's.
pub(super) fn read(request: Request) -> Result<Reading, InvalidFormContentType> {
    let is_form = |value: &[u8]| essence(value).eq_ignore_ascii_case(TYPE.as_bytes());
    match request.parts.content_type(is_form) {
        Some(true) => Ok(body::read(request)),
        _ => Err(InvalidFormContentType),
    }
}

fn of_body<T: DeserializeOwned>(body: &[u8]) -> Result<Form<T>, FormRejection> {
    match pairs::read(str::from_utf8(body).map_err(FailedToDeserializeForm::new)?) {
        Ok(value) => Ok(Form(value)),
        Err(error) if error.is_encoding() => Err(FailedToDeserializeForm::new(error).into()),
        Err(error) => Err(FailedToDeserializeFormBody::new(error).into()),
    }
}

impl<T: Serialize> IntoResponse for Form<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        written(serde_html_form::to_string(&self.0))
    }
}

fn written(form: Result<String, serde_html_form::ser::Error>) -> Reply {
    match form {
        Ok(form) => Reply::typed(TYPE, form),
        Err(error) => {
            log_line!("doorway: answered 500: the response cannot be written as a form: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_reply()
        }
    }
}

rejection! {
    /// The content type is not a form's.
    pub struct InvalidFormContentType: UNSUPPORTED_MEDIA_TYPE,
        "the body must be a form, with the content type `application/x-www-form-urlencoded`";

    /// A form in a query does not match its type, or a form is not valid UTF-8.
    pub struct FailedToDeserializeForm(shown): BAD_REQUEST, "the form is invalid";

    /// A form in a body does not match its type.
    pub struct FailedToDeserializeFormBody(shown): UNPROCESSABLE_ENTITY,
        "the form is invalid";
}

composite! {
    /// A rejection of [`Form`].
    pub enum FormRejection {
        InvalidFormContentType,
        FailedToDeserializeForm,
        FailedToDeserializeFormBody,
        BytesRejection,
    }
}
