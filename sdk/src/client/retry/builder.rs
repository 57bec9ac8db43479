//! [`Builder`]: a policy in the manner of reqwest.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::{Method, StatusCode, Uri};

use super::Policy;
use super::budget::Budget;
use crate::client::error::Error;
use crate::client::url::Url;

/// A builder for a [`Policy`] in the manner of reqwest: for one host, with a function that decides,
/// and with a budget for all requests of a client.
///
/// A delay precedes each retry, as [`Policy`] says, and a body that is a stream is not sent again.
///
/// # Examples
///
/// ```
/// use doorway::client::{Client, StatusCode, retry};
///
/// let policy = retry::for_host("api.example").max_retries_per_request(1).classify_fn(|attempt| {
///     if attempt.status() == Some(StatusCode::SERVICE_UNAVAILABLE) {
///         attempt.retryable()
///     } else {
///         attempt.success()
///     }
/// });
/// let client = Client::builder().retry(policy).build()?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
#[must_use]
pub struct Builder {
    scope: Scope,
    classify: Option<Classify>,
    most: u32,
    extra_load: Option<f32>,
}

type Scope = Box<dyn Fn(&Url) -> bool + Send + Sync>;
type Classify = Box<dyn Fn(ReqRep<'_>) -> Action + Send + Sync>;

/// Creates a builder for requests to one host. Nothing is retried until
/// [`classify_fn`](Builder::classify_fn) is called.
///
/// # Examples
///
/// ```
/// use doorway::client::{Client, retry};
///
/// // Any number of retries, as long as they are one in ten requests.
/// let policy = retry::for_host("api.example")
///     .max_extra_load(0.1)
///     .classify_fn(|attempt| match attempt.error() {
///         Some(_) => attempt.retryable(),
///         None => attempt.success(),
///     });
///
/// // Up to two for each request, however many there are.
/// let unlimited = retry::for_host("cache.example").no_budget();
/// # let client = Client::builder().retry(policy).build().unwrap();
/// ```
pub fn for_host<S>(host: S) -> Builder
where
    S: for<'a> PartialEq<&'a str> + Send + Sync + 'static,
{
    Builder::new(move |url| host == url.host_str().unwrap_or_default())
}

/// Creates a builder of a policy that retries nothing.
///
/// # Examples
///
/// ```
/// use doorway::client::{Client, retry};
///
/// let client = Client::builder().retry(retry::never()).build()?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
pub fn never() -> Builder {
    Builder::new(|_| false)
}

impl Builder {
    fn new(scope: impl Fn(&Url) -> bool + Send + Sync + 'static) -> Self {
        Self { scope: Box::new(scope), classify: None, most: 2, extra_load: Some(0.2) }
    }

    /// Sets the maximum number of retries of one request. Default: 2.
    pub fn max_retries_per_request(mut self, most: u32) -> Self {
        self.most = most;
        self
    }

    /// Sets how many requests may be sent in addition, as a part of those that were not retried: with
    /// 0.5 a half. Default: 0.2. Up to 100 retries in 10 seconds are always allowed.
    ///
    /// # Panics
    ///
    /// If it is negative or more than 1,000.
    #[track_caller]
    pub fn max_extra_load(mut self, extra_load: f32) -> Self {
        assert!((0.0..=1000.0).contains(&extra_load), "the extra load is between 0 and 1,000");
        self.extra_load = Some(extra_load);
        self
    }

    /// Removes the limit of retries over all requests.
    pub fn no_budget(mut self) -> Self {
        self.extra_load = None;
        self
    }

    /// Sets the function that decides, after a response or an error, whether the request is sent
    /// again.
    pub fn classify_fn<F>(mut self, classify: F) -> Self
    where
        F: Fn(ReqRep<'_>) -> Action + Send + Sync + 'static,
    {
        self.classify = Some(Box::new(classify));
        self
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("max_retries_per_request", &self.most)
            .field("max_extra_load", &self.extra_load)
            .finish_non_exhaustive()
    }
}

impl From<Builder> for Policy {
    fn from(builder: Builder) -> Self {
        let Builder { scope, classify, most, extra_load } = builder;
        let rule = Scoped { scope, classify, budget: extra_load.map(Budget::new) };
        Self { rule: Some(Rule(Arc::new(rule))), ..Self::new(most) }
    }
}

/// A request, and the response or the error that it led to.
///
/// # Examples
///
/// ```
/// use doorway::client::{StatusCode, retry};
///
/// fn classify(attempt: retry::ReqRep<'_>) -> retry::Action {
///     let is_search = attempt.method() == "POST" && attempt.uri().path() == "/search";
///     match attempt.status() {
///         Some(StatusCode::TOO_MANY_REQUESTS) if is_search => attempt.retryable(),
///         _ => attempt.success(),
///     }
/// }
///
/// let policy = retry::for_host("api.example").classify_fn(classify);
/// # let client = doorway::client::Client::builder().retry(policy).build().unwrap();
/// ```
pub struct ReqRep<'a> {
    method: &'a Method,
    url: &'a Url,
    outcome: Result<StatusCode, &'a Error>,
}

impl ReqRep<'_> {
    /// The method of the request.
    pub fn method(&self) -> &Method {
        self.method
    }

    /// The URL of the request.
    pub fn uri(&self) -> &Uri {
        self.url
    }

    /// The status of the response; `None` if there was none.
    pub fn status(&self) -> Option<StatusCode> {
        self.outcome.ok()
    }

    /// The error; `None` if there was a response.
    pub fn error(&self) -> Option<&(dyn StdError + 'static)> {
        self.outcome.err().map(|error| error as _)
    }

    /// Sends the request again, if the limits allow that.
    pub fn retryable(self) -> Action {
        Action { is_retryable: true }
    }

    /// Returns the response or the error as it is.
    pub fn success(self) -> Action {
        Action { is_retryable: false }
    }
}

impl fmt::Debug for ReqRep<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqRep")
            .field("method", self.method)
            .field("url", self.url)
            .field("outcome", &self.outcome)
            .finish()
    }
}

/// The decision about a request: see the methods of [`ReqRep`].
#[derive(Debug)]
pub struct Action {
    is_retryable: bool,
}

/// A trait object, so that a policy without a rule carries nothing for one.
#[derive(Clone)]
pub(super) struct Rule(pub(super) Arc<dyn Decide>);

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

pub(super) trait Decide: Send + Sync {
    /// Whether a request is sent again.
    fn retries(&self, method: &Method, url: &Url, outcome: Result<StatusCode, &Error>) -> bool;
}

/// The rule of a builder.
struct Scoped {
    scope: Scope,
    classify: Option<Classify>,
    budget: Option<Budget>,
}

impl Decide for Scoped {
    fn retries(&self, method: &Method, url: &Url, outcome: Result<StatusCode, &Error>) -> bool {
        let Some(classify) = &self.classify else { return false };
        if !(self.scope)(url) {
            return false;
        }
        let is_retryable = classify(ReqRep { method, url, outcome }).is_retryable;
        self.budget.as_ref().map_or(is_retryable, |budget| budget.allows(is_retryable))
    }
}
