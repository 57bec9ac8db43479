//! [`RedirectHistory`]: the URLs that redirects have led through.

use crate::client::url::Url;

#[derive(Default)]
pub(in crate::client) struct RedirectHistory {
    urls: Vec<Url>,
    /// The first of the URLs that were requested with the current method.
    current_method_from: usize,
}

impl RedirectHistory {
    pub(in crate::client) fn push(&mut self, url: Url, changes_method: bool) {
        self.urls.push(url);
        if changes_method {
            self.current_method_from = self.urls.len();
        }
    }

    /// Whether a URL was requested with the current method.
    pub(in crate::client) fn contains(&self, url: &Url) -> bool {
        self.urls.get(self.current_method_from..).unwrap_or_default().contains(url)
    }

    pub(super) fn urls(&self) -> &[Url] {
        &self.urls
    }
}
