//! The boundary and the head before a part's content.

use http::HeaderName;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::part::Part;
use crate::escape::push_name;

/// Writes the boundary and the head
/// ([RFC 7578, 4](https://www.rfc-editor.org/rfc/rfc7578#section-4)).
pub(super) fn write(out: &mut Vec<u8>, boundary: &str, name: &str, part: &Part) {
    out.extend_from_slice(b"--");
    out.extend_from_slice(boundary.as_bytes());
    out.extend_from_slice(b"\r\nContent-Disposition: form-data; name=\"");
    push_name(out, name);
    if let Some(file_name) = &part.file_name {
        out.extend_from_slice(b"\"; filename=\"");
        push_name(out, file_name);
    }
    out.extend_from_slice(b"\"\r\n");
    let has_type = part.headers.contains_key(CONTENT_TYPE);
    match &part.mime {
        Some(mime) => field(out, b"Content-Type", mime.as_bytes()),
        None if part.file_name.is_some() && !has_type => {
            field(out, b"Content-Type", b"application/octet-stream");
        }
        None => {}
    }
    let is_written = |name: &HeaderName| {
        *name == CONTENT_DISPOSITION || *name == CONTENT_TYPE && part.mime.is_some()
    };
    for (name, value) in part.headers.iter().filter(|(name, _)| !is_written(name)) {
        field(out, name.as_str().as_bytes(), value.as_bytes());
    }
    out.extend_from_slice(b"\r\n");
}

fn field(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    for part in [name, b": ", value, b"\r\n"] {
        out.extend_from_slice(part);
    }
}
