//! References and what they are relative to
//! ([RFC 3986, 4 and 5](https://www.rfc-editor.org/rfc/rfc3986#section-4)).

use std::borrow::Cow;
use std::fmt;

use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::authority;

/// What may stand neither in a path nor in a query, beside what is not ASCII. A `%` may, as it
/// comes, and so may brackets: servers are used to them.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Why a text is no URL to send a request to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::client) enum Problem {
    NoBase,
    Scheme,
    NoHost,
    User,
    Host,
    #[cfg(not(feature = "idna"))]
    NotAscii,
    Address,
    Port,
    TooLong,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoBase => {
                "is relative, and there is nothing that it is relative to: begin it with \
                 `https://`, or say what with `ClientBuilder::base_url`"
            }
            Self::Scheme => "does not begin with `http://` or `https://`",
            Self::NoHost => "has no host",
            Self::User => "has a user in it; send credentials in an `authorization` field instead",
            Self::Host => "has a host that is none",
            #[cfg(not(feature = "idna"))]
            Self::NotAscii => {
                "has a host that is not ASCII: write it in punycode (`xn--…`), or turn on \
                 doorway's feature `idna`"
            }
            Self::Address => "has brackets around what is no IPv6 address",
            Self::Port => "has a port that is none: it is a number up to 65535",
            Self::TooLong => "is too long: its path and query may have 65,534 bytes",
        })
    }
}

/// The parts of a reference, without its fragment.
struct Reference<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// Splits a text ([RFC 3986, B](https://www.rfc-editor.org/rfc/rfc3986#appendix-B)).
    fn of(text: &'a str) -> Self {
        let text = text.trim_matches(|c: char| c <= ' ');
        let text = text.split_once('#').map_or(text, |(text, _)| text);
        let (scheme, rest) = match text.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, text),
        };
        let (authority, rest) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
                (Some(authority), rest)
            }
            None => (None, rest),
        };
        let (path, query) =
            rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        Self { scheme, authority, path, query }
    }
}

/// `ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`
fn is_scheme(text: &str) -> bool {
    let is_of_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && text.bytes().all(is_of_scheme)
}

/// What a text means, as seen from a base
/// ([RFC 3986, 5.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.2), strict).
pub(in crate::client) fn join(base: Option<&Uri>, text: &str) -> Result<Uri, Problem> {
    let Reference { scheme, authority, path, mut query } = Reference::of(text);
    let mut parts = Parts::default();
    let path = match (scheme, authority) {
        (scheme, Some(authority)) => {
            parts.scheme = match scheme {
                Some(scheme) => Some(known(scheme)?),
                None => base.ok_or(Problem::NoBase)?.scheme().cloned(),
            };
            let authority = authority::checked(authority)?;
            parts.authority = Some(Authority::try_from(&*authority).map_err(|_| Problem::Host)?);
            without_dots(path.into())
        }
        (Some(scheme), None) => return Err(known(scheme).err().unwrap_or(Problem::NoHost)),
        (None, None) => {
            let base = base.ok_or(Problem::NoBase)?;
            parts.scheme = base.scheme().cloned();
            parts.authority = base.authority().cloned();
            if path.is_empty() {
                query = query.or(base.query());
                base.path().into()
            } else if path.starts_with('/') {
                without_dots(path.into())
            } else {
                // RFC 3986, 5.2.3.
                let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
                without_dots(format!("{folder}/{path}").into())
            }
        }
    };
    parts.path_and_query = Some(encoded(&path, query)?);
    Uri::from_parts(parts).map_err(|_| Problem::NoHost)
}

fn known(scheme: &str) -> Result<Scheme, Problem> {
    match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => Ok(Scheme::HTTPS),
        _ if scheme.eq_ignore_ascii_case("http") => Ok(Scheme::HTTP),
        _ => Err(Problem::Scheme),
    }
}

fn encoded(path: &str, query: Option<&str>) -> Result<PathAndQuery, Problem> {
    let length = path.len() + query.map_or(0, |query| query.len() + 1);
    let mut target = String::with_capacity(length.max(1));
    target.extend(utf8_percent_encode(if path.is_empty() { "/" } else { path }, ENCODED));
    if let Some(query) = query {
        target.push('?');
        target.extend(utf8_percent_encode(query, ENCODED));
    }
    PathAndQuery::try_from(target).map_err(|_| Problem::TooLong)
}

/// A path without its `.` and `..`
/// ([RFC 3986, 5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4)).
fn without_dots(path: Cow<'_, str>) -> Cow<'_, str> {
    if !may_have_dots(&path) {
        return path;
    }
    let mut kept = String::with_capacity(path.len());
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let dots = matches!(segment, "." | "..");
        if segment == ".." {
            kept.truncate(kept.rfind('/').unwrap_or(0));
        }
        if !dots || segments.peek().is_none() {
            kept.push('/');
        }
        if !dots {
            kept.push_str(segment);
        }
    }
    kept.into()
}

/// Not `contains`: the searcher of std is 2 kB.
fn may_have_dots(path: &str) -> bool {
    path.as_bytes().windows(2).any(|pair| pair == b"/.")
}

/// Whether [`join`] would give the same again.
pub(super) fn is_ready(url: &Uri) -> bool {
    let target = url.path_and_query().map_or("", |target| target.as_str());
    let is_clean = |target: Cow<'_, str>| matches!(target, Cow::Borrowed(_));
    has_origin(url)
        && !may_have_dots(url.path())
        && is_clean(utf8_percent_encode(target, ENCODED).into())
}

/// Whether there is a scheme and an authority that a request can be sent to.
pub(super) fn has_origin(url: &Uri) -> bool {
    let (Some(scheme), Some(authority)) = (url.scheme(), url.authority()) else { return false };
    let authority = authority.as_str();
    known(scheme.as_str()).is_ok()
        && authority::checked(authority).is_ok_and(|checked| checked == authority)
}
