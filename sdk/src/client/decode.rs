//! Compressed responses, decoded as they are read
//! ([RFC 9110, 8.4](https://www.rfc-editor.org/rfc/rfc9110#section-8.4)).

use http::StatusCode;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::accepts::Accepts;
use super::response::{Response, decoded_tag};

mod coder;
mod decoder;
mod gzip;
#[cfg(test)]
mod properties;

/// Makes the body of a response one that is decoded when it is read.
pub(super) fn decode_body(accepts: Accepts, mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_MODIFIED && (accepts.gzip || accepts.deflate) {
        decoded_tag::note_not_modified(&mut response);
        return response;
    }
    // Without content there is nothing to decode: the fields are those of another response.
    if response.status() == StatusCode::PARTIAL_CONTENT
        || response.header(&CONTENT_ENCODING).is_none()
        || response.body_mut().is_empty()
    {
        return response;
    }
    let Some(coding) = accepts.coding(response.headers()) else { return response };
    response.body_mut().wrap_any(decoder::Decoder::new(coding));
    let headers = response.headers_mut();
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    decoded_tag::note_decoded(&mut response);
    response
}
