//! [`Problem`]: machine-readable errors.

#[cfg(feature = "json")]
use crate::shown::log_line;
use std::borrow::Cow;
use std::fmt;

use http::StatusCode;

use crate::escape;

use super::{IntoResponse, Reply, Response};

/// A problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)): an error as
/// `application/problem+json`.
///
/// Rejections of extractors are answered with one, and an app's errors can be, too. All of its
/// members go to the client.
///
/// # Examples
///
/// ```
/// use doorway::http::StatusCode;
/// use doorway::response::{IntoResponse, Problem};
///
/// async fn planet(name: &str) -> Result<&'static str, Problem> {
///     match name {
///         "earth" => Ok("mostly harmless"),
///         _ => Err(Problem::new(StatusCode::NOT_FOUND)
///             .r#type("https://example.com/problems/no-such-planet")
///             .title("No such planet")
///             .detail(format!("there is no planet {name}"))),
///     }
/// }
///
/// # doorway::testing::block_on(async {
/// let response = planet("vulcan").await.into_response();
/// assert_eq!(response.status(), 404);
/// assert_eq!(response.headers()["content-type"], "application/problem+json");
/// # });
/// ```
#[derive(Clone)]
#[doc(alias("error response", "problem details", "rfc9457"))]
pub struct Problem(Box<Members>);

type Text = Cow<'static, str>;

#[derive(Clone, Debug)]
struct Members {
    status: StatusCode,
    r#type: Option<Text>,
    title: Option<Text>,
    detail: Option<Text>,
    instance: Option<Text>,
    /// Names with values in JSON.
    extensions: Vec<(Text, String)>,
}

impl Problem {
    /// Creates a problem with a status and its reason phrase.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::response::Problem;
    ///
    /// let problem = Problem::new(StatusCode::CONFLICT);
    /// assert_eq!(problem.to_json(), r#"{"title":"Conflict","status":409}"#);
    /// ```
    pub fn new(status: StatusCode) -> Self {
        Self::titled(status, status.canonical_reason())
    }

    /// Like `new`, without the table of reason phrases.
    pub(crate) fn titled(status: StatusCode, title: Option<&'static str>) -> Self {
        Self(Box::new(Members {
            status,
            r#type: None,
            title: title.map(Cow::Borrowed),
            detail: None,
            instance: None,
            extensions: Vec::new(),
        }))
    }

    /// Sets the URI of the type of problem, ideally a page of documentation
    /// ([RFC 9457, 3.1.1](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.1)). Default: none, so
    /// that the status is the type.
    pub fn r#type(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.0.r#type = Some(uri.into());
        self
    }

    /// The same as [`type`](Self::type), without `r#`.
    pub fn type_uri(self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.r#type(uri)
    }

    /// Sets the title, the same for each problem of the type
    /// ([RFC 9457, 3.1.3](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.3)). Default: the
    /// status's reason phrase.
    pub fn title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.0.title = Some(title.into());
        self
    }

    /// Sets the explanation of this occurrence, which should help the client to correct it
    /// ([RFC 9457, 3.1.4](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.4)).
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Sets a URI of this occurrence, such as that of a log entry
    /// ([RFC 9457, 3.1.5](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.5)).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::response::Problem;
    ///
    /// let problem = Problem::new(StatusCode::CONFLICT)
    ///     .type_uri("https://example.com/problems/taken")
    ///     .instance("/log/8e03");
    /// assert!(problem.to_json().contains(r#""instance":"/log/8e03""#));
    /// ```
    pub fn instance(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.0.instance = Some(uri.into());
        self
    }

    /// Adds an extension member, or replaces the one of that name
    /// ([RFC 9457, 3.2](https://www.rfc-editor.org/rfc/rfc9457#section-3.2)). Needs feature `json`.
    ///
    /// A value that cannot be serialized as JSON, and a name that is one of the document's own
    /// members, is left out with a line on stderr.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::response::Problem;
    ///
    /// let problem = Problem::new(StatusCode::FORBIDDEN)
    ///     .title("You do not have enough credit")
    ///     .extension("balance", 30)
    ///     .extension("accounts", ["/account/12345", "/account/67890"]);
    /// assert_eq!(
    ///     problem.to_json(),
    ///     r#"{"title":"You do not have enough credit","status":403,"balance":30,"#.to_owned()
    ///         + r#""accounts":["/account/12345","/account/67890"]}"#,
    /// );
    /// ```
    #[cfg(feature = "json")]
    pub fn extension(
        self,
        name: impl Into<Cow<'static, str>>,
        value: impl serde_core::Serialize,
    ) -> Self {
        self.with_extension(name.into(), crate::json::to_vec(&value))
    }

    #[cfg(feature = "json")]
    fn with_extension(mut self, name: Text, value: serde_json::Result<Vec<u8>>) -> Self {
        let value = match value.map(String::from_utf8) {
            Ok(_) if OWN_MEMBERS.contains(&&*name) => {
                log_line!("doorway: a problem's `{name}` is not an extension: left out");
                return self;
            }
            Ok(Ok(value)) => value,
            // JSON is UTF-8.
            Ok(Err(_)) => return self,
            Err(error) => {
                log_line!("doorway: a problem's extension `{name}` was left out: {error}");
                return self;
            }
        };
        let extensions = &mut self.0.extensions;
        match extensions.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => extensions.push((name, value)),
        }
        self
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the document.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::response::Problem;
    ///
    /// let problem = Problem::new(StatusCode::GONE).detail("it was here yesterday");
    /// assert_eq!(
    ///     problem.to_json(),
    ///     r#"{"title":"Gone","status":410,"detail":"it was here yesterday"}"#,
    /// );
    /// ```
    pub fn to_json(&self) -> String {
        let members = &*self.0;
        let mut json = String::with_capacity(128);
        if let Some(uri) = &members.r#type {
            member(&mut json, "type", uri);
        }
        if let Some(title) = &members.title {
            member(&mut json, "title", title);
        }
        name(&mut json, "status");
        // The status's own text is in a table of all statuses; lengths are written by the same
        // function.
        json.push_str(itoa::Buffer::new().format(u64::from(members.status.as_u16())));
        if let Some(detail) = &members.detail {
            member(&mut json, "detail", detail);
        }
        if let Some(uri) = &members.instance {
            member(&mut json, "instance", uri);
        }
        for (extension, value) in &members.extensions {
            name(&mut json, extension);
            json.push_str(value);
        }
        json.push('}');
        json
    }
}

#[cfg(feature = "json")]
const OWN_MEMBERS: &[&str] = &["type", "title", "status", "detail", "instance"];

/// Appends a member with a text value.
fn member(json: &mut String, key: &str, text: &str) {
    name(json, key);
    quoted(json, text);
}

fn name(json: &mut String, name: &str) {
    json.push_str(if json.is_empty() { "{" } else { "," });
    quoted(json, name);
    json.push(':');
}

fn quoted(json: &mut String, text: &str) {
    json.push('"');
    escape::push(json, text, &escape::plain);
    json.push('"');
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        let mut reply = Reply::typed("application/problem+json", self.to_json());
        *reply.response.status_mut() = self.0.status;
        reply
    }
}

impl From<StatusCode> for Problem {
    fn from(status: StatusCode) -> Self {
        Self::new(status)
    }
}

/// The title, then the detail.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.title {
            Some(title) => f.write_str(title)?,
            None => self.0.status.as_u16().fmt(f)?,
        }
        match &self.0.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Problem").field(&self.0).finish()
    }
}
