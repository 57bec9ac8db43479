//! The functions that the attributes accept, and the errors for others.
//!
//! Run with `TRYBUILD=overwrite` to accept changed messages.

#[test]
fn accepts() {
    trybuild::TestCases::new().pass("tests/pass/*.rs");
}

#[test]
fn refuses() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
