//! Redirects ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)): [`Policy`]
//! says which of them a client follows.

use std::fmt;
use std::sync::Arc;

use http::{StatusCode, Uri};

use super::url::{Shown, Url};
use crate::BoxError;

pub(super) mod fields;
pub(super) mod history;

use history::RedirectHistory;

/// Which redirects a client follows.
///
/// Where one leads is what its `location` says
/// ([RFC 9110, 10.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2)). What is asked there
/// depends on the status:
///
/// | status | method | body |
/// |---|---|---|
/// | 301, 302 | `GET` instead of `POST`, else the same | none if the method has changed |
/// | 303 | `GET`; `HEAD` stays | none |
/// | 307, 308 | the same | the same |
///
/// With the body goes what describes it: `content-type`, `content-encoding` and the like. When it
/// leads to another origin (scheme, host or port) `authorization`, `cookie`, `proxy-authorization`,
/// `www-authenticate` and all fields whose values are marked
/// [sensitive](http::HeaderValue::set_sensitive) are left out from there on.
///
/// A redirect without a `location`, or with one that is no URL of `http://` or `https://`, is the
/// response, and so is one that asks for the body again when that is a stream. One to a URL with a
/// user in it is an error
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
    /// Follows so many for one request. One more is an error, and so is one that leads from
    /// `https://` to `http://`, or back to what was asked already by the same method. The errors
    /// are those that [`is_redirect`](super::Error::is_redirect).
    ///
    /// A client that keeps cookies may be led back.
    pub const fn limited(most: usize) -> Self {
        Self { kind: Kind::Limited(most), downgrade: false }
    }

    /// Follows none: the redirect is the response.
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

    /// Decides each time. Nothing is refused but what the function refuses, and what the client
    /// [does not send](super::ClientBuilder::https_only).
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

    /// Follows redirects from `https://` to `http://`, too.
    pub fn allow_downgrade(mut self) -> Self {
        self.downgrade = true;
        self
    }

    /// What this policy does about a redirect: for a [custom](Self::custom) one around it.
    pub fn redirect(&self, attempt: Attempt<'_>) -> Action {
        let most = match &self.kind {
            Kind::Limited(most) => *most,
            Kind::Custom(policy) => return policy(attempt),
            Kind::None => return attempt.stop(),
        };
        let urls = attempt.history.urls();
        let ([first, .., last] | [first @ last]) = urls else { return attempt.follow() };
        let (first, last, next) = (Shown(first), Shown(last), Shown(attempt.next));
        let refusal = if urls.len() > most {
            format!(
                "`{first}` has more than {most} redirects, the last of them from `{last}` to `{next}`"
            )
        } else if attempt.is_loop {
            format!("`{last}` redirects back to `{next}`")
        } else if !self.downgrade && last.0.is_https() && !next.0.is_https() {
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

/// Ten at most.
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

/// A redirect, to be decided about by the function of a [custom policy](Policy::custom).
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

    /// Where it leads.
    pub fn url(&self) -> &'a Uri {
        self.next
    }

    /// What was asked so far, the first request first.
    pub fn previous(&self) -> &'a [Uri] {
        self.history.uris()
    }

    /// Goes there.
    pub fn follow(self) -> Action {
        Action(Decision::Follow)
    }

    /// Makes the redirect the response.
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
            .field("url", &Shown(self.next))
            .field("previous", &self.history.urls())
            .finish()
    }
}

/// What is done about a redirect: see the methods of [`Attempt`].
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
