//! Retries: [`Policy`] says when a request is sent again.

use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;

use super::Error;
use super::call::Call;
use crate::error::ErrorCode;

mod run;

/// When a request that failed is sent again.
///
/// So is one whose method is idempotent
/// ([RFC 9110, 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)): `GET`, `HEAD`,
/// `OPTIONS`, `TRACE`, `PUT`, `DELETE`; after an error that may pass, such as a connection that
/// was refused or broke, and after a response with one of the [statuses](Self::statuses) that say
/// the same. Any other is sent again only if no connection came about, so that the other side has
/// seen nothing. A body has to be empty or bytes at hand: a stream cannot be sent twice.
///
/// Before it is sent again, a random time passes: up to the [base delay](Self::base_delay) the
/// first time, twice that the next, and so on up to the [longest](Self::max_delay); and no less
/// than the response asks for by `retry-after`
/// ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)). After the last time,
/// or if it would be over the [time limit](super::ClientBuilder::timeout) of the whole request, the
/// last response or error is given as it is.
///
/// # Examples
///
/// ```
/// use doorway::client::{Client, retry};
/// use doorway::time::Duration;
///
/// let policy = retry::Policy::new(3).base_delay(Duration::from_millis(20));
/// let client = Client::builder().retry(policy).timeout(Duration::from_secs(2)).build()?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    most: u32,
    base_delay: Duration,
    max_delay: Duration,
    /// `None` is what [`is_default_status`] says.
    statuses: Option<Vec<StatusCode>>,
    all_methods: bool,
}

impl Policy {
    /// Repeats a request so many times at most. After a [redirect](super::redirect) it counts
    /// anew.
    pub fn new(most: u32) -> Self {
        Self {
            most,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(5),
            statuses: None,
            all_methods: false,
        }
    }

    /// The most that passes before the first repetition: 100 ms if nothing is said.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The most that passes before any: 5 s if nothing is said. A response that asks for more by
    /// `retry-after` is given as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::retry;
    /// use doorway::time::Duration;
    ///
    /// let policy = retry::Policy::new(5)
    ///     .base_delay(Duration::from_millis(20))
    ///     .max_delay(Duration::from_secs(1));
    /// ```
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The statuses after which a request is repeated, in the place of 408, 425, 429, 502, 503 and
    /// 504.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::retry;
    /// use doorway::http::StatusCode;
    ///
    /// let policy = retry::Policy::new(2).statuses([StatusCode::SERVICE_UNAVAILABLE]);
    /// let after_errors_only = retry::Policy::new(2).statuses([]);
    /// ```
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = StatusCode>) -> Self {
        self.statuses = Some(statuses.into_iter().collect());
        self
    }

    /// Repeats requests of any method, as if all were idempotent: the other side has to know one
    /// that it has seen before, by an `idempotency-key` for instance.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{Client, retry};
    ///
    /// let client = Client::builder().retry(retry::Policy::new(2).all_methods()).build()?;
    /// let payment = client.post("https://example.com/payments").header("idempotency-key", "8e03");
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn all_methods(mut self) -> Self {
        self.all_methods = true;
        self
    }

    /// Whether something else may come of it the next time.
    fn may_help(&self, call: &Call, error: Option<&Error>) -> bool {
        let repeatable = self.all_methods || call.method.is_idempotent();
        match error {
            None => repeatable && self.is_passing(call.answered.status()),
            Some(error) => {
                (repeatable || error.is_connect()) && error.code().is_some_and(is_passing_error)
            }
        }
    }

    fn is_passing(&self, status: StatusCode) -> bool {
        match &self.statuses {
            Some(statuses) => statuses.contains(&status),
            None => is_default_status(status),
        }
    }
}

fn is_default_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 502..=504)
}

/// Whether it may be another's fault, and gone the next time.
fn is_passing_error(code: &ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::DnsTimeout
            | ErrorCode::DnsError { .. }
            | ErrorCode::DestinationUnavailable
            | ErrorCode::ConnectionRefused
            | ErrorCode::ConnectionTerminated
            | ErrorCode::ConnectionTimeout
            | ErrorCode::ConnectionReadTimeout
            | ErrorCode::ConnectionWriteTimeout
            | ErrorCode::ConnectionLimitReached
            | ErrorCode::TlsProtocolError
            | ErrorCode::HttpResponseIncomplete
            | ErrorCode::HttpResponseTimeout
            | ErrorCode::HttpProtocolError
            | ErrorCode::InternalError(_)
    )
}

/// What is waited for before a request is sent again.
pub(super) type Delay = Pin<Box<dyn Future<Output = ()>>>;

type Again = fn(&Policy, &mut Call, Option<&Error>) -> Option<Delay>;

/// A policy and what carries it out.
#[derive(Clone)]
pub(super) struct Retrying {
    policy: Policy,
    again: Again,
}

impl Retrying {
    pub(super) fn new(policy: Policy) -> Self {
        Self { policy, again: run::again }
    }

    /// Makes ready what was answered, or failed, to be sent again; `None` if that is all.
    pub(super) fn again(&self, call: &mut Call, error: Option<&Error>) -> Option<Delay> {
        (self.again)(&self.policy, call, error)
    }
}
