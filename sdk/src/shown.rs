//! What `Debug` shows of a message, which ends in logs: no credentials, cookies and queries.

use std::fmt;

use http::header::{
    AUTHORIZATION, CONTENT_LOCATION, COOKIE, HeaderMap, HeaderName, LOCATION, PROXY_AUTHORIZATION,
    REFERER, REFRESH, SET_COOKIE,
};

/// Whether values of a field are kept from logs: credentials, or URLs, whose queries may hold some.
pub(crate) fn is_sensitive(name: &HeaderName) -> bool {
    matches!(
        *name,
        AUTHORIZATION
            | CONTENT_LOCATION
            | COOKIE
            | LOCATION
            | PROXY_AUTHORIZATION
            | REFERER
            | REFRESH
            | SET_COOKIE
    )
}

/// Header fields. The values of those that are [sensitive](is_sensitive) are shown as http shows
/// those that are marked so.
pub(crate) struct Fields<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            let mut value = value.clone();
            if is_sensitive(name) {
                value.set_sensitive(true);
            }
            map.entry(name, &value);
        }
        map.finish()
    }
}

/// A path, with or without a query, of which no more is shown than that it is there.
pub(crate) struct Path<'a>(pub(crate) &'a str);

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once('?') {
            Some((path, _)) => write!(f, "{}?…", path.escape_debug()),
            None => write!(f, "{}", self.0.escape_debug()),
        }
    }
}
