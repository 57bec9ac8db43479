//! What `#[http_handler]` accepts, and what it says about what it does not.
//!
//! A changed message is taken over with `TRYBUILD=overwrite`.

#[test]
fn accepts() {
    trybuild::TestCases::new().pass("tests/pass/*.rs");
}

#[test]
fn refuses() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
