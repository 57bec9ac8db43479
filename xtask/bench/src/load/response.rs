//! Whether a response is there, and as it must be.

use anyhow::{Result, anyhow, bail};
use httparse::Status;

/// More than a response to `GET /hello` has.
const FIELDS: usize = 32;

/// The longest body that is looked at.
const LONGEST: usize = 256;

/// Whether these bytes are a whole response, with status 200 and this body.
///
/// # Errors
///
/// When they are another one, or none.
pub(super) fn is_complete(bytes: &[u8], expected: &[u8]) -> Result<bool> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let Status::Complete(head) = response.parse(bytes)? else { return Ok(false) };
    if let Some(status) = response.code
        && status != 200
    {
        bail!("the status is {status}");
    }
    let field =
        |name: &str| response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
    let rest = &bytes[head..];
    if let Some(length) = field("content-length") {
        let length: usize = std::str::from_utf8(length.value)?.parse()?;
        match rest.len() {
            there if there < length => Ok(false),
            there if there > length => bail!("there is more than a response"),
            _ => compare(rest, expected),
        }
    } else if field("transfer-encoding").is_some_and(|coding| coding.value == b"chunked") {
        chunked(rest, expected)
    } else {
        bail!("the response does not tell its length");
    }
}

fn chunked(mut rest: &[u8], expected: &[u8]) -> Result<bool> {
    let mut body = [0; LONGEST];
    let mut length = 0_usize;
    loop {
        let size = httparse::parse_chunk_size(rest).map_err(|_| anyhow!("this is no chunk"))?;
        let Status::Complete((line, size)) = size else { return Ok(false) };
        let size = usize::try_from(size)?;
        if length.saturating_add(size) > LONGEST {
            bail!("the body is longer than it must be");
        }
        let Some(chunk) = rest.get(line..line + size + 2) else { return Ok(false) };
        if size == 0 {
            if rest.len() > line + 2 {
                bail!("there is more than a response");
            }
            return compare(&body[..length], expected);
        }
        body[length..length + size].copy_from_slice(&chunk[..size]);
        length += size;
        rest = &rest[line + size + 2..];
    }
}

fn compare(body: &[u8], expected: &[u8]) -> Result<bool> {
    if body != expected {
        bail!("the body is {:?}", String::from_utf8_lossy(body));
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITH_LENGTH: &str = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nx: y\r\n\r\nyes";
    const CHUNKED: &str =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\ny\r\n2\r\nes\r\n0\r\n\r\n";

    #[test]
    fn a_response_is_whole_at_its_last_byte() {
        for response in [WITH_LENGTH, CHUNKED] {
            let bytes = response.as_bytes();
            for end in 0..bytes.len() {
                assert!(!is_complete(&bytes[..end], b"yes").unwrap(), "{end} of {response}");
            }
            assert!(is_complete(bytes, b"yes").unwrap(), "{response}");
            assert!(is_complete(bytes, b"yet").is_err(), "{response}");
            assert!(is_complete(format!("{response}H").as_bytes(), b"yes").is_err());
        }
    }

    #[test]
    fn what_is_no_such_response_fails() {
        for response in [
            "HTTP/1.1 404 Not Found\r\ncontent-length: 3\r\n\r\nyes",
            "HTTP/1.1 200 OK\r\n\r\nyes",
            "HTTP/1.1 200 OK\r\ncontent-length: three\r\n\r\nyes",
            "nonsense\r\n\r\n",
        ] {
            assert!(is_complete(response.as_bytes(), b"yes").is_err(), "{response}");
        }
    }
}
