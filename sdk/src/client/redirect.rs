//! Redirects ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)): a [`Policy`]
//! decides which of them a client follows.

use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use super::url::Url;
use crate::BoxError;
use crate::target::RedactedUri;

pub(super) mod fields;
pub(super) mod history;

use history::RedirectHistory;

/// Which redirects a client follows.
///
/// The next request goes to the redirect's `location`
/// ([RFC 9110, 10.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2)):
///
/// | status | method | body |
/// |---|---|---|
/// | 301, 302 | `GET` instead of `POST`, else the same | none if the method has changed |
/// | 303 | `GET`; `HEAD` stays | none |
/// | 307, 308 | the same | the same |
///
/// Without the body the fields that describe it are removed, such as `content-type`. A redirect to
/// another origin (scheme, host or port) removes `authorization`, `cookie`, `proxy-authorization`,
/// `www-authenticate` and all fields whose values are marked
/// [sensitive](http::HeaderValue::set_sensitive).
///
/// A redirect without a `location`, or with one that is not an `http://` or `https://` URL, is
/// returned as the response, and so is one that needs the body again if that is a stream. A URL with
/// a user in it is an error
/// ([RFC 9110, 4.2.4](https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4)).
///
/// # Examples
///
/// ```
/// use doorway::client::{Client, redirect};
///
/// let client = Client::builder().redirect(redirect::Policy::limited(3)).build()?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
#[derive(Clone)]
pub struct Policy {
    kind: Kind,
    downgrade: bool,
}

#[derive(Clone)]
enum Kind {
    Limited(usize),
    Custom(Arc<dyn Fn(Attempt<'_>) -> Action + Send + Sync>),
    None,
}

impl Policy {
    /// Follows at most `most` redirects of one request. One more is an error that
    /// [`is_redirect`](super::Error::is_redirect), and so is a redirect from `https://` to `http://`,
    /// or back to a URL that was requested by the same method, unless the client keeps cookies.
    pub const fn limited(most: usize) -> Self {
        Self { kind: Kind::Limited(most), downgrade: false }
    }

    /// Follows no redirects: they are returned as responses.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::client::{Client, redirect::Policy};
    /// use doorway::response::Redirect;
    /// use doorway::testing::TestClient;
    ///
    /// let upstream = TestClient::new(|_: Request| async {})
    ///     .upstream("https://example.com", |_: Request| async { Redirect::to("/elsewhere") });
    /// let client = Client::builder().redirect(Policy::none()).build()?;
    /// let sent = upstream.block_on(async { client.get("https://example.com/").send().await });
    /// assert_eq!(sent?.headers()["location"], "/elsewhere");
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub const fn none() -> Self {
        Self { kind: Kind::None, downgrade: false }
    }

    /// Follows redirects as a function decides. Nothing else is refused, except by
    /// [`https_only`](super::ClientBuilder::https_only).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::redirect::Policy;
    ///
    /// let within_one_host = Policy::custom(|attempt| {
    ///     let hosts: Vec<_> = attempt.previous().iter().map(|url| url.host()).collect();
    ///     if hosts.contains(&attempt.url().host()) {
    ///         Policy::default().redirect(attempt)
    ///     } else {
    ///         attempt.stop()
    ///     }
    /// });
    /// ```
    pub fn custom<F>(policy: F) -> Self
    where
        F: Fn(Attempt<'_>) -> Action + Send + Sync + 'static,
    {
        Self { kind: Kind::Custom(Arc::new(policy)), downgrade: false }
    }

    /// Also follows redirects from `https://` to `http://`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::redirect::Policy;
    /// use doorway::http::StatusCode;
    ///
    /// let in_house = Policy::default().allow_downgrade();
    ///
    /// // Only those that are for good.
    /// let permanent = Policy::custom(|attempt| match attempt.status() {
    ///     StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT => attempt.follow(),
    ///     _ => attempt.stop(),
    /// });
    /// ```
    pub fn allow_downgrade(mut self) -> Self {
        self.downgrade = true;
        self
    }

    /// Applies this policy to a redirect: for a [custom](Self::custom) policy around it.
    pub fn redirect(&self, attempt: Attempt<'_>) -> Action {
        let most = match &self.kind {
            Kind::Limited(most) => *most,
            Kind::Custom(policy) => return policy(attempt),
            Kind::None => return attempt.stop(),
        };
        let urls = attempt.history.urls();
        let ([first, .., last] | [first @ last]) = urls else { return attempt.follow() };
        let next = attempt.next;
        let is_downgrade = last.is_https() && !next.is_https();
        let (first, last, next) = (RedactedUri(first), RedactedUri(last), RedactedUri(next));
        let refusal = if urls.len() > most {
            format!(
                "`{first}` has more than {most} redirects, the last of them from `{last}` to `{next}`"
            )
        } else if attempt.is_loop {
            format!("`{last}` redirects back to `{next}`")
        } else if is_downgrade && !self.downgrade {
            format!(
                "`{last}` redirects to `{next}`, which is not encrypted: \
                 `redirect::Policy::allow_downgrade` would follow that"
            )
        } else {
            return attempt.follow();
        };
        Action(Decision::Refuse(refusal))
    }

    pub(super) fn decide(&self, attempt: Attempt<'_>) -> Decision {
        self.redirect(attempt).0
    }

    /// Whether it follows no redirects.
    pub(super) fn is_none(&self) -> bool {
        matches!(self.kind, Kind::None)
    }
}

/// At most ten.
impl Default for Policy {
    fn default() -> Self {
        Self::limited(10)
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Limited(most) => write!(f, "Policy::limited({most})"),
            Kind::Custom(_) => f.write_str("Policy::custom(_)"),
            Kind::None => f.write_str("Policy::none()"),
        }
    }
}

/// A redirect that a [custom policy](Policy::custom) decides about.
///
/// # Examples
///
/// ```
/// use doorway::client::redirect::Policy;
///
/// let policy = Policy::custom(|attempt| match attempt.url().host() {
///     Some("example.com") => attempt.follow(),
///     Some("login.example.com") => attempt.stop(),
///     _ => attempt.error("it leads out of example.com"),
/// });
/// ```
pub struct Attempt<'a> {
    pub(super) status: StatusCode,
    pub(super) next: &'a Url,
    pub(super) history: &'a RedirectHistory,
    pub(super) is_loop: bool,
}

impl<'a> Attempt<'a> {
    /// The status of the redirect.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The URL of the next request.
    pub fn url(&self) -> &'a Url {
        self.next
    }

    /// The URLs that were requested so far, oldest first.
    pub fn previous(&self) -> &'a [Url] {
        self.history.urls()
    }

    /// Follows the redirect.
    pub fn follow(self) -> Action {
        Action(Decision::Follow)
    }

    /// Returns the redirect as the response.
    pub fn stop(self) -> Action {
        Action(Decision::Stop)
    }

    /// Fails with an error that [`is_redirect`](super::Error::is_redirect) and has this source.
    pub fn error<E: Into<BoxError>>(self, error: E) -> Action {
        Action(Decision::Error(error.into()))
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("status", &self.status)
            .field("url", self.next)
            .field("previous", &self.history.urls())
            .finish()
    }
}

/// The decision about a redirect: see the methods of [`Attempt`].
///
/// # Examples
///
/// ```
/// use doorway::client::redirect::{Action, Attempt, Policy};
///
/// /// Follows three redirects, none of which leaves `https`.
/// fn decide(attempt: Attempt<'_>) -> Action {
///     if attempt.previous().len() > 3 {
///         attempt.error("too many redirects")
///     } else if attempt.url().scheme() == "https" {
///         attempt.follow()
///     } else {
///         attempt.stop()
///     }
/// }
///
/// let policy = Policy::custom(decide);
/// # let client = doorway::client::Client::builder().redirect(policy).build().unwrap();
/// ```
pub struct Action(Decision);

pub(super) enum Decision {
    Follow,
    Stop,
    Refuse(String),
    Error(BoxError),
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Decision::Follow => "Action::follow",
            Decision::Stop => "Action::stop",
            Decision::Refuse(_) | Decision::Error(_) => "Action::error",
        })
    }
}
