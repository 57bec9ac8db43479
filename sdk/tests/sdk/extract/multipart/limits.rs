//! Limits of forms and fields.

use doorway::extract::multipart::Limits;
use doorway::testing::block_on;

use super::{encode, failure, form, in_chunks, part, parts, two_parts};

#[test]
fn limits_hold_to_the_byte() {
    let body = encode(&two_parts());
    let length = body.len() as u64;
    let file = two_parts()[1].content.len() as u64;
    for (limits, status) in [
        (Limits::new(), 200),
        (Limits::new().total(length), 200),
        // The line break after the last boundary is not waited for.
        (Limits::new().total(length - 3), 413),
        (Limits::new().total(0), 413),
        (Limits::new().per_field(file), 200),
        (Limits::new().per_field(file - 1), 413),
        (Limits::new().per_field(file - 1).for_field("file", file), 200),
        (Limits::new().for_field("file", file - 1), 413),
        (Limits::new().per_field(file).for_field("note", 4), 413),
        (Limits::new().for_field("note", 4).for_field("note", 5), 200),
        (Limits::new().for_field("other", 0), 200),
    ] {
        for size in [1, 5, 4096] {
            let what = format!("{limits:?} in chunks of {size}");
            let form = form(in_chunks(body.clone(), size)).with_limits(limits.clone());
            match status {
                200 => assert_eq!(block_on(parts(form)).unwrap(), two_parts(), "{what}"),
                _ => assert_eq!(failure(form), status, "{what}"),
            }
        }
    }
}

#[test]
fn the_limit_is_that_of_other_bodies_unless_it_is_set() {
    let large = encode(&[part("file", vec![b'x'; 2 * 1024 * 1024])]);
    let length = large.len() as u64;
    assert_eq!(failure(form(large.clone())), 413);
    // Without a length that is known before.
    assert_eq!(failure(form(in_chunks(large.clone(), 64 * 1024))), 413);
    let lower = form(large.clone()).with_limits(Limits::new().total(length - 1));
    assert_eq!(failure(lower), 413);
    let higher = form(large).with_limits(Limits::new().total(length));
    assert_eq!(block_on(parts(higher)).unwrap()[0].content.len(), 2 * 1024 * 1024);
}

#[test]
fn a_field_that_is_passed_over_keeps_to_its_limit_too() {
    let body = encode(&[part("a", "12345"), part("b", "1")]);
    let mut form = form(body).with_limits(Limits::new().per_field(4));
    let first = block_on(form.next_field()).unwrap();
    assert_eq!(first.unwrap().name(), Some("a"));
    assert_eq!(block_on(form.next_field()).unwrap_err().status(), 413);
}

#[test]
fn errors_name_the_field() {
    let named = |name: &str| {
        let form = form(encode(&[part(name, "12")])).with_limits(Limits::new().per_field(1));
        block_on(parts(form)).unwrap_err().body_text()
    };
    assert_eq!(named("photo"), "the field `photo` is over the size limit");
    assert_eq!(named(&"x".repeat(65)), "a field is over the size limit");
}
