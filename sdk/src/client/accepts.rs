//! [`Accepts`]: the codings that a client asks for and decodes.

use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, RANGE};
use http::{HeaderMap, HeaderValue};

use super::damage::Coding;

/// The codings that a client asks for and decodes. Default: all.
#[derive(Clone, Copy)]
pub(super) struct Accepts {
    pub(super) gzip: bool,
    pub(super) deflate: bool,
}

impl Default for Accepts {
    fn default() -> Self {
        Self { gzip: true, deflate: true }
    }
}

impl Accepts {
    pub(super) const NOTHING: Self = Self { gzip: false, deflate: false };

    /// Sets `accept-encoding`, unless the request has one, or a `range`.
    pub(super) fn set_accept_encoding(self, headers: &mut HeaderMap) {
        let value = match self {
            Self { gzip: true, deflate: true } => "gzip, deflate",
            Self { gzip: true, deflate: false } => "gzip",
            Self { gzip: false, deflate: true } => "deflate",
            Self { gzip: false, deflate: false } => return,
        };
        if !headers.contains_key(RANGE) && !headers.contains_key(ACCEPT_ENCODING) {
            // Only a map of over 24,000 entries refuses.
            let _ = headers.try_insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
        }
    }

    /// The coding to decode; `None` if there is none, more than one, or one that is not accepted. Of
    /// several none is decoded, as the work for a byte that comes in would have no bound: deflate
    /// makes a thousand bytes of one, and a second one a million.
    pub(super) fn coding(self, headers: &HeaderMap) -> Option<Coding> {
        let mut found = None;
        for value in headers.get_all(CONTENT_ENCODING) {
            let names = value.to_str().ok()?.split(',').map(str::trim);
            for name in names.filter(|name| !name.is_empty()) {
                let is = |other: &str| name.eq_ignore_ascii_case(other);
                let coding = match name {
                    _ if is("identity") => continue,
                    _ if self.gzip && (is("gzip") || is("x-gzip")) => Coding::Gzip,
                    _ if self.deflate && is("deflate") => Coding::Deflate,
                    _ => return None,
                };
                if found.replace(coding).is_some() {
                    return None;
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&'static str]) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
        }
        Accepts::default().coding(&headers)
    }

    #[test]
    fn one_coding_is_decoded() {
        use Coding::{Deflate, Gzip};
        for (values, coding) in [
            (&["gzip"] as &[_], Some(Gzip)),
            (&["X-GZip"], Some(Gzip)),
            (&["deflate"], Some(Deflate)),
            (&["identity", ", gzip ,,identity"], Some(Gzip)),
            (&["deflate, gzip"], None),
            (&["deflate", "gzip"], None),
            (&["gzip,gzip"], None),
            (&["deflate, gzip, gzip"], None),
            (&["br"], None),
            (&["gzip, br"], None),
            (&["br, gzip"], None),
            (&["gzip;q=1"], None),
            (&["identity"], None),
            (&[""], None),
            (&[], None),
        ] {
            assert_eq!(of(values), coding, "{values:?}");
        }
    }
}
