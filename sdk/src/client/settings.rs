//! What a [`Client`] keeps for all of its requests.

use std::time::Duration;

use http::HeaderMap;

use super::call::Call;
use super::deadline::Race;
use super::redirect;
use super::retry::Retrying;
use super::url::Url;
use super::{Client, Error, RequestOptions};
use crate::backend::client::LimitsFn;

/// How much of a body is read at once when nothing else is said, in bytes.
pub(super) const BODY_LIMIT: usize = 16 * 1024 * 1024;

type Prepare = fn(&Settings, &mut Call) -> Result<(), Error>;

/// What nobody asks for is a function that nobody names, and so is not linked.
#[derive(Clone, Default)]
pub(super) struct Settings {
    pub(super) base: Option<Url>,
    pub(super) headers: HeaderMap,
    pub(super) limits: RequestOptions,
    /// What tells the host of them, if there are any.
    pub(super) host_limits: Option<LimitsFn>,
    pub(super) timeout: Option<(Duration, Race)>,
    pub(super) redirect: redirect::Policy,
    /// Fills in what is said here.
    pub(super) prepare: Option<Prepare>,
    pub(super) retry: Option<Retrying>,
    pub(super) https_only: bool,
    pub(super) body_limit: Option<usize>,
    #[cfg(feature = "cookies")]
    pub(super) cookies: Option<std::sync::Arc<dyn super::cookie::CookieStore>>,
    #[cfg(feature = "gzip")]
    pub(super) accepts: super::decode::Accepts,
}

impl Client {
    pub(super) fn base(&self) -> Option<&Url> {
        self.settings.as_ref()?.base.as_ref()
    }

    pub(super) fn retries(&self) -> bool {
        self.settings.as_ref().is_some_and(|settings| settings.retry.is_some())
    }
}

impl Settings {
    /// Whether what is answered may depend on cookies that came before.
    pub(super) fn keeps_cookies(&self) -> bool {
        #[cfg(feature = "cookies")]
        return self.cookies.is_some();
        #[cfg(not(feature = "cookies"))]
        false
    }
}
