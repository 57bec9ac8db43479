//! Hosts that are not ASCII, as the name system knows them
//! ([UTS 46](https://www.unicode.org/reports/tr46/)).

use std::borrow::Cow;

use idna::AsciiDenyList;
use percent_encoding::percent_decode_str;

use super::Problem;

/// A host in punycode; one that is percent-encoded is decoded first, as
/// [RFC 3986, 3.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2) says.
pub(super) fn to_ascii(host: &str) -> Result<Cow<'_, str>, Problem> {
    let host: Cow<'_, [u8]> = percent_decode_str(host).into();
    match idna::domain_to_ascii_cow(&host, AsciiDenyList::URL) {
        Ok(host) if !host.is_empty() => Ok(host.into_owned().into()),
        _ => Err(Problem::Host),
    }
}
