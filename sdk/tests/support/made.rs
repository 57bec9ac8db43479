//! Embedded files made by hand, and requests for them.

use std::borrow::Cow;

use doorway::http::{HeaderMap, HeaderName, HeaderValue, Method};
use doorway::response::{Assets, Response};
use doorway::rust_embed::{EmbeddedFile, Metadata, RustEmbed};
use doorway::testing::block_on;

/// Files whose names and dates no folder should have.
pub(crate) struct Made;

const DAY: u64 = 1_700_000_000;
pub(crate) const DATE: &str = "Tue, 14 Nov 2023 22:13:20 GMT";
pub(crate) const DIGITS: &str = "0123456789abcdefghij";
pub(crate) const TAG: &str = "\"07070707070707070707070707070707\"";

impl RustEmbed for Made {
    fn get(name: &str) -> Option<EmbeddedFile> {
        let (content, mime, modified) = match name {
            "digits" => (DIGITS, "application/octet-stream", Some(DAY)),
            "empty" => ("", "application/json", None),
            "a b/ü%.txt" => ("odd", "text/plain", Some(0)),
            "late" => ("in the year 10000", "text/plain", Some(253_402_300_800)),
            "later" => ("still", "text/plain", Some(u64::MAX)),
            "docs/index.html" => ("<p>", "text/html", None),
            "x/start.htm" => ("start", "text/html", None),
            // The files that a resolved path would reach.
            "../secret" | "./secret" | "/secret" | "docs/../secret" | "a\\b" | "a/b" | "" => {
                ("secret", "text/plain", None)
            }
            _ => return None,
        };
        let metadata = Metadata::__rust_embed_new([7; 32], modified, None, mime);
        Some(EmbeddedFile { data: Cow::Borrowed(content.as_bytes()), metadata })
    }

    fn iter() -> impl Iterator<Item = Cow<'static, str>> + 'static {
        std::iter::empty()
    }
}

/// Asks with header fields.
pub(crate) fn ask(method: Method, path: &str, fields: &[(&str, &str)]) -> Response {
    let fields = fields.iter().map(|(name, value)| {
        (HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap())
    });
    Assets::<Made>::new().respond(path, &HeaderMap::from_iter(fields), &method)
}

pub(crate) fn get(path: &str, fields: &[(&str, &str)]) -> Response {
    ask(Method::GET, path, fields)
}

pub(crate) fn field<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

pub(crate) fn text(response: Response) -> String {
    block_on(response.into_body().collect_up_to(4096)).unwrap().into_string().unwrap()
}
