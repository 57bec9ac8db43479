//! The functions that the attributes accept, and the errors for others.
//!
//! Run with `TRYBUILD=overwrite` to accept changed messages.

#[test]
fn accepts() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/pass/*.rs");
    cases.pass("tests/pass/*/*.rs");
}

#[test]
fn refuses() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/fail/*.rs");
    cases.compile_fail("tests/fail/*/*.rs");
}
