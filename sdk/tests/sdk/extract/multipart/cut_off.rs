//! Bodies that are not whole.

use bytes::Bytes;
use doorway::extract::Multipart;
use doorway::extract::multipart::MultipartError;
use doorway::testing::block_on;
use doorway::{Body, Error, IntoResponse};
use futures_util::stream;

use super::{encode, failure, form, in_chunks, parts, two_parts};

#[test]
fn a_body_cut_off_anywhere_is_refused() {
    let body = encode(&two_parts());
    // Without the line break after it the last boundary is whole.
    for length in 0..body.len() - 2 {
        for size in [1, 7, 64, 4096] {
            let form = form(in_chunks(body[..length].to_vec(), size));
            assert_eq!(failure(form), 400, "{length} bytes in chunks of {size}");
        }
    }
    assert_eq!(block_on(parts(form(body[..body.len() - 2].to_vec()))).unwrap(), two_parts());
}

#[test]
fn a_truncated_body_is_refused_even_with_unread_fields() {
    async fn count(mut form: Multipart) -> Result<usize, MultipartError> {
        let mut count = 0;
        while form.next_field().await?.is_some() {
            count += 1;
        }
        Ok(count)
    }
    let body = encode(&two_parts());
    for length in 0..body.len() - 2 {
        for size in [1, 7, 4096] {
            let error =
                block_on(count(form(in_chunks(body[..length].to_vec(), size)))).unwrap_err();
            assert_eq!(error.status(), 400, "{length} bytes in chunks of {size}");
        }
    }
    assert_eq!(block_on(count(form(body))).unwrap(), 2);
}

#[test]
fn a_failing_body_ends_the_form() {
    let body = encode(&two_parts());
    let chunks = [Ok(Bytes::from(body[..90].to_vec())), Err(Error::other("SECRET"))];
    let error = block_on(parts(form(Body::from_stream(stream::iter(chunks))))).unwrap_err();
    assert_eq!(error.status(), 500);
    assert!(std::error::Error::source(&error).is_some_and(|source| source.to_string() == "SECRET"));
    let response = error.into_response();
    let body = block_on(response.into_body().collect_up_to(4096)).unwrap().into_string().unwrap();
    assert!(!body.contains("SECRET"), "{body}");
}
