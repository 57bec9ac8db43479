//! Any form that is sent is read, in any chunks.

use doorway::testing::block_on;
use proptest::prelude::*;

use super::{BOUNDARY, Part, encode, failure, form, in_chunks, parts};

fn any_part() -> impl Strategy<Value = Part> {
    let file = proptest::option::of(("[a-z. ]{0,12}", Just("application/octet-stream")));
    // Pieces of boundaries among anything else.
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..20),
        Just(b"\r\n".to_vec()),
        Just(b"\r\n--".to_vec()),
        Just(format!("\r\n--{}", &BOUNDARY[..BOUNDARY.len() - 1]).into_bytes()),
        Just(format!("--{BOUNDARY}").into_bytes()),
    ];
    let content = proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat());
    ("[a-z\u{e4}\u{f6};= ]{0,12}", file, content)
        .prop_map(|(name, file, content)| Part { name, file, content })
        .prop_filter("a boundary in the content", |part| {
            let boundary = format!("\r\n--{BOUNDARY}");
            let content = [b"\r\n", &*part.content].concat();
            !content.windows(boundary.len()).any(|window| window == boundary.as_bytes())
        })
}

proptest! {
    #[test]
    fn what_was_sent_is_read(
        sent in proptest::collection::vec(any_part(), 1..5),
        size in 1usize..200,
    ) {
        let form = form(in_chunks(encode(&sent), size));
        prop_assert_eq!(block_on(parts(form)).unwrap(), sent);
    }

    #[test]
    fn a_form_that_is_cut_off_is_refused(
        sent in proptest::collection::vec(any_part(), 1..5),
        size in 1usize..200,
        at in any::<prop::sample::Index>(),
    ) {
        let mut body = encode(&sent);
        body.truncate(at.index(body.len() - 2));
        prop_assert_eq!(failure(form(in_chunks(body, size))), 400);
    }

    #[test]
    fn nothing_panics_or_hangs(
        body in proptest::collection::vec(prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..8),
            Just(format!("--{BOUNDARY}").into_bytes()),
            Just(b"\r\n".to_vec()),
            Just(b"Content-Disposition: form-data; name=\"".to_vec()),
            Just(b"filename=\"\\\"".to_vec()),
            Just(b"\\".to_vec()),
            Just(b"\"".to_vec()),
            Just(b"; name = ".to_vec()),
            Just(b"\r\n\r\n".to_vec()),
            Just(b"--".to_vec()),
        ], 0..30),
        size in 1usize..50,
    ) {
        if let Err(error) = block_on(parts(form(in_chunks(body.concat(), size)))) {
            prop_assert_eq!(error.status(), 400);
        }
    }
}
