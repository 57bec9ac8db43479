//! Retries: a [`Policy`] decides when a request is sent again.

use std::time::Duration;

use http::{Method, StatusCode};

use super::error::Error;
use super::url::Url;
use crate::error::ErrorCode;

mod budget;
mod builder;
mod delay;

pub use builder::{Action, Builder, ReqRep, for_host, never};

use builder::Rule;

/// When a request that failed is sent again.
///
/// A request is retried if its method is idempotent
/// ([RFC 9110, 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)): `GET`, `HEAD`,
/// `OPTIONS`, `TRACE`, `PUT`, `DELETE`; after an error that may be transient, such as a connection
/// that was refused or broke, and after a response with one of the [statuses](Self::statuses) that
/// mean the same. With any other method it is retried only if there was no connection, so that the
/// server has seen nothing. Its body must be empty or bytes at hand: a stream cannot be sent twice.
///
/// A random delay precedes each retry: up to the [base delay](Self::base_delay) for the first, twice
/// that for the next, and so on up to the [maximum](Self::max_delay); and not less than the response
/// asks for by `retry-after`
/// ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)). After the last retry,
/// or if the next would be later than the [time limit](super::ClientBuilder::timeout) of the whole
/// request, the last response or error is returned.
///
/// # Examples
///
/// ```
/// use doorway::client::{Client, retry};
/// use doorway::time::Duration;
///
/// let policy = retry::Policy::new(3)
///     .base_delay(Duration::from_millis(20))
///     .max_delay(Duration::from_millis(500));
/// let client = Client::builder().retry(policy).timeout(Duration::from_secs(2)).build()?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias("backoff", "retries"))]
pub struct Policy {
    most: u32,
    base_delay: Duration,
    max_delay: Duration,
    /// Default: [`is_default_status`].
    statuses: Option<Vec<StatusCode>>,
    all_methods: bool,
    /// Of a [`Builder`]; it decides instead of the statuses and the methods.
    rule: Option<Rule>,
}

impl Policy {
    /// Sends a request again at most `most` times, counted again after a
    /// [redirect](super::redirect).
    pub fn new(most: u32) -> Self {
        Self {
            most,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(5),
            statuses: None,
            all_methods: false,
            rule: None,
        }
    }

    /// Sets the maximum delay before the first retry. Default: 100 ms.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the maximum delay before any retry. Default: 5 s. A response that asks for more by
    /// `retry-after` is returned as it is.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the statuses after which a request is sent again. Default: 408, 425, 429, 502, 503 and
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

    /// Retries requests of any method, as if all were idempotent: the server has to recognize one
    /// that it has seen before, for instance by an `idempotency-key`.
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

    /// Whether a request is sent again after a response, or an error.
    pub(super) fn retries(
        &self,
        retries: u32,
        method: &Method,
        url: &Url,
        outcome: Result<StatusCode, &Error>,
    ) -> bool {
        if retries >= self.most {
            // No rule is asked, which would count it.
            return false;
        }
        match (&self.rule, outcome) {
            (Some(rule), outcome) => rule.0.retries(method, url, outcome),
            (None, Ok(status)) => self.retries_status(method, status),
            (None, Err(error)) => self.retries_error(method, error),
        }
    }

    fn retries_error(&self, method: &Method, error: &Error) -> bool {
        (self.retries_method(method) || error.is_connect())
            && error.code().is_some_and(is_transient_error)
    }

    fn retries_status(&self, method: &Method, status: StatusCode) -> bool {
        self.retries_method(method)
            && match &self.statuses {
                Some(statuses) => statuses.contains(&status),
                None => is_default_status(status),
            }
    }

    fn retries_method(&self, method: &Method) -> bool {
        self.all_methods || method.is_idempotent()
    }
}

fn is_default_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 502..=504)
}

/// Whether an error may be gone the next time.
fn is_transient_error(code: &ErrorCode) -> bool {
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
