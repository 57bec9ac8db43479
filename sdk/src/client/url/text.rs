//! [`Url`]: a URL that is its text until somebody looks at its parts.

use std::cell::OnceCell;
use std::fmt;
use std::ops::{Deref, DerefMut, Range};

use http::Uri;

use crate::Error;
use crate::backend::target::{Place, Target};

/// A URL to send a request to.
///
/// A host takes it in pieces of text. To make http's type of it costs more than the rest of a
/// request, and mostly nobody asks for that: it is made at first touch.
#[derive(Clone, Default)]
#[allow(unreachable_pub)] // A sealed trait of a public one names it.
pub struct Url {
    /// Empty if it is not what the request goes by.
    text: String,
    /// Where in the text.
    authority: Range<u16>,
    uri: OnceCell<Box<Uri>>,
}

impl Url {
    /// A text that is an absolute URL as it stands, beyond doubt; `None` for what needs a closer
    /// look, which most URLs do not.
    pub(super) fn plain<T: AsRef<str> + Into<String>>(text: T) -> Result<Self, T> {
        match scan(text.as_ref()) {
            Some(authority) => Ok(Self { text: text.into(), authority, uri: OnceCell::new() }),
            None => Err(text),
        }
    }

    /// Its pieces for the host.
    pub(in crate::client) fn target(&self) -> Result<Target<'_>, Error> {
        let Range { start, end } = self.authority.clone();
        let (start, end) = (usize::from(start), usize::from(end));
        match (self.text.get(start..end), self.text.get(end..)) {
            (Some(authority), Some(path)) if !authority.is_empty() => {
                let path = if path.is_empty() { "/" } else { path };
                Ok(Target { is_https: start == HTTPS.len(), authority, path })
            }
            _ => Target::of(self),
        }
    }

    pub(in crate::client) fn into_uri(mut self) -> Uri {
        std::mem::take(&mut *self)
    }
}

impl Deref for Url {
    type Target = Uri;

    fn deref(&self) -> &Uri {
        // What was scanned is a URI.
        self.uri.get_or_init(|| Box::new(self.text.parse().unwrap_or_default()))
    }
}

impl DerefMut for Url {
    fn deref_mut(&mut self) -> &mut Uri {
        let _read_now = Self::deref(self);
        self.text.clear();
        self.authority = 0..0;
        crate::request::filled(&mut self.uri).as_mut()
    }
}

impl From<Uri> for Url {
    fn from(uri: Uri) -> Self {
        Self { uri: Box::new(uri).into(), ..Self::default() }
    }
}

/// A URL in a message, as [`Place`] has it; its parts are looked at only then.
pub(in crate::client) struct Shown<'a>(pub(in crate::client) &'a Url);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Place(self.0).fmt(f)
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Place(self), f)
    }
}

const HTTP: &str = "http://";
const HTTPS: &str = "https://";

/// A longer text is looked at more closely.
const LONGEST: usize = 8 * 1024;

/// What a byte may stand in: a host's name, a path or a query.
const OF_NAME: u8 = 1;
const OF_TARGET: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            // In a path it depends on what precedes it.
            b'.' => OF_NAME,
            b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => OF_NAME | OF_TARGET,
            b'"' | b'#' | b'<' | b'>' | b'[' | b'\\' | b']' | b'^' | b'`' | b'{' | b'|' | b'}' => 0,
            other if other.is_ascii_graphic() => OF_TARGET,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// How many of the bytes are of that class. Four at once, as the loop costs as much as what it does.
#[inline(never)]
fn count(bytes: &[u8], class: u8, classes: &[u8; 256]) -> usize {
    let of = |byte: u8| classes[usize::from(byte)];
    let (fours, _) = bytes.as_chunks::<4>();
    let is_other = |&[a, b, c, d]: &[u8; 4]| of(a) & of(b) & of(c) & of(d) & class == 0;
    let whole = 4 * fours.iter().position(is_other).unwrap_or(fours.len());
    let mut count = whole;
    for &byte in bytes.get(whole..).unwrap_or_default() {
        if of(byte) & class == 0 {
            break;
        }
        count += 1;
    }
    count
}

/// Where the authority of a plain URL is.
fn scan(text: &str) -> Option<Range<u16>> {
    let rest = text.strip_prefix(HTTP).or_else(|| text.strip_prefix(HTTPS))?.as_bytes();
    if text.len() > LONGEST {
        return None;
    }
    let name = count(rest, OF_NAME, &CLASSES);
    let mut path = rest.get(name..)?;
    if let [b':', port @ ..] = path {
        let digits = port.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(port.len());
        let (port, after) = port.split_at_checked(digits)?;
        if !(1..=5).contains(&digits) || digits == 5 && port > b"65535".as_slice() {
            return None;
        }
        path = after;
    }
    if name == 0 || path.first().is_some_and(|byte| *byte != b'/') {
        return None;
    }
    let (start, end) = (text.len() - rest.len(), text.len() - path.len());
    loop {
        let plain = count(path, OF_TARGET, &CLASSES);
        match path.get(plain) {
            None => break,
            // Not of a segment that may be `.` or `..`.
            Some(b'.') if path.get(plain.wrapping_sub(1)).is_some_and(|byte| *byte != b'/') => {}
            Some(_) => return None,
        }
        path = path.get(plain + 1..)?;
    }
    Some(u16::try_from(start).ok()?..u16::try_from(end).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::join;
    use super::*;

    proptest! {
        /// What is plain is what the closer look would make of it.
        #[test]
        fn plain_is_as_looked_at(
            text in "(http|https|HTTP|ftp)://[a-zA-Z0-9.:@_%~\\[\\]é-]{0,12}(:[0-9]{0,6})?(/[ -~é]{0,20})?"
        ) {
            let Ok(url) = Url::plain(&*text) else { return Ok(()) };
            let Ok(joined) = join(None, &text) else {
                return Err(TestCaseError::fail(format!("`{text}` is no URL")));
            };
            let parts = |of: Target<'_>| (of.is_https, of.authority.to_owned(), of.path.to_owned());
            let of_joined = parts(Target::of(&joined).unwrap());
            prop_assert_eq!(parts(url.target().unwrap()), of_joined);
            prop_assert_eq!(&*url, &joined);
            prop_assert_eq!(url.into_uri(), joined);
        }
    }

    #[test]
    fn most_urls_are_plain() {
        for (text, authority, path) in [
            ("http://a", "a", "/"),
            ("https://example.com/", "example.com", "/"),
            ("http://127.0.0.1:8080/a/b.c?d=e%20f&g=h/i", "127.0.0.1:8080", "/a/b.c?d=e%20f&g=h/i"),
            ("https://a:65535/", "a:65535", "/"),
        ] {
            let url = Url::plain(text).unwrap();
            let target = url.target().unwrap();
            assert_eq!((target.authority, target.path), (authority, path));
            assert_eq!(target.is_https, text.starts_with("https"));
        }
        for other in [
            "",
            "/",
            "http:",
            "http://",
            "http:///",
            "http://a:/",
            "http://a:65536/",
            "http://a?b",
            "http://a/#b",
            "http://a/../b",
            "http://a/.",
            "http://a/ b",
            "http://a@b/",
            "http://[::1]/",
            "http://é/",
            "http://a/é",
            "ftp://a/",
            "HTTP://a/",
            " http://a/",
        ] {
            assert!(Url::plain(other).is_err(), "{other}");
        }
    }
}
