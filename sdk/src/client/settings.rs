//! [`Client`], and the settings for all of its requests.

use std::pin::Pin;
use std::sync::Arc;

use http::HeaderMap;

use super::deadline::Timeout;
use super::error::Error;
use super::pending_request::PendingRequest;
use super::url::Url;
use super::{redirect, retry};
use crate::port::client::LimitsFn;
use crate::request_options::RequestOptions;

/// An HTTP client: a base URL, header fields and limits for all of its requests.
///
/// Cloning is cheap, and all clones share the same settings: keep one client in the state of an app,
/// or in a `static` behind a [`LazyLock`](std::sync::LazyLock). [`Client::new`] follows at most ten
/// redirects, has no time limit but the host's, and retries nothing; [`Client::builder`] changes
/// that. Connections are the host's: creating a client costs nothing.
///
/// Requests that are sent while another one is being answered pass its
/// [trace context](crate::trace::TraceContext) on.
///
/// # Examples
///
/// ```no_run
/// use doorway::client::{Client, Error};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Planet {
///     name: String,
/// }
///
/// async fn planets(client: &Client) -> Result<Vec<Planet>, Error> {
///     let request = client.get("https://example.com/planets").query(&[("moons", "2")]);
///     request.send().await?.error_for_status()?.json().await
/// }
/// ```
#[derive(Clone, Default)]
#[doc(alias("fetch", "http client", "reqwest"))]
pub struct Client {
    /// `None` for the defaults.
    pub(super) settings: Option<Arc<Settings>>,
}

/// Functions are pointers, so that a component carries only those of settings that it has.
#[derive(Clone, Default)]
pub(super) struct Settings {
    pub(super) base: Option<Url>,
    pub(super) headers: HeaderMap,
    pub(super) limits: RequestOptions,
    pub(super) host_limits: Option<LimitsFn>,
    pub(super) timeout: Option<Timeout>,
    pub(super) redirect: redirect::Policy,
    pub(super) prepare: Option<PrepareFn>,
    pub(super) retry: Option<(retry::Policy, RetryFn)>,
    pub(super) https_only: bool,
    pub(super) body_limit: Option<usize>,
    #[cfg(feature = "cookies")]
    pub(super) cookies: Option<Arc<dyn super::cookie::CookieStore>>,
    #[cfg(feature = "gzip")]
    pub(super) accepts: super::accepts::Accepts,
}

/// Applies settings to a request.
pub(super) type PrepareFn = fn(&Settings, &mut PendingRequest) -> Result<(), Error>;

/// Prepares a request to be sent again, if the policy says so.
pub(super) type RetryFn = fn(&retry::Policy, &mut PendingRequest, Option<&Error>) -> Option<Delay>;

/// The wait before a retry.
pub(super) type Delay = Pin<Box<dyn Future<Output = ()>>>;

impl Client {
    pub(super) fn base(&self) -> Option<&Url> {
        self.settings.as_ref()?.base.as_ref()
    }

    pub(super) fn retries(&self) -> bool {
        self.settings.as_ref().is_some_and(|settings| settings.retry.is_some())
    }

    /// The same client, but it neither decodes bodies nor keeps cookies.
    pub(super) fn into_forwarding(self) -> Self {
        #[cfg(any(feature = "cookies", feature = "gzip"))]
        {
            let mut settings = self.settings.as_deref().cloned().unwrap_or_default();
            #[cfg(feature = "cookies")]
            {
                settings.cookies = None;
            }
            #[cfg(feature = "gzip")]
            {
                settings.accepts = super::accepts::Accepts::NOTHING;
            }
            Self { settings: Some(settings.into()) }
        }
        #[cfg(not(any(feature = "cookies", feature = "gzip")))]
        self
    }
}

impl Settings {
    /// Whether a response may depend on cookies that came before.
    pub(super) fn keeps_cookies(&self) -> bool {
        #[cfg(feature = "cookies")]
        return self.cookies.is_some();
        #[cfg(not(feature = "cookies"))]
        false
    }
}
