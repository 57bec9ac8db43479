//! Header fields that do not go along with a redirect.

use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION,
    CONTENT_TYPE, COOKIE, EXPECT, LAST_MODIFIED, PROXY_AUTHORIZATION, TRAILER, TRANSFER_ENCODING,
    WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderName};

use crate::message;

/// The fields that describe a body
/// ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
static OF_BODY: [HeaderName; 12] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    EXPECT,
    LAST_MODIFIED,
    TRAILER,
    TRANSFER_ENCODING,
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("repr-digest"),
];

/// The fields for one origin only.
static OF_ORIGIN: [HeaderName; 4] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, WWW_AUTHENTICATE];

/// Removes the fields of a body that is dropped, and of an origin that is left.
pub(in crate::client) fn remove_for_redirect(
    headers: &mut HeaderMap,
    without_body: bool,
    is_cross_origin: bool,
) {
    *headers = message::without(headers, &|name, value| {
        without_body && OF_BODY.contains(name)
            || is_cross_origin && (OF_ORIGIN.contains(name) || value.is_sensitive())
    });
}
