//! Errors: one line for the log, nothing for the client.

use std::error::Error as _;
use std::io;

use doorway::testing::block_on;
use doorway::{Body, Error, ErrorCode, ErrorKind, IntoResponse, Request, client};

#[test]
fn another_error_speaks_for_itself() {
    let inner = io::Error::new(io::ErrorKind::NotFound, "no such planet");
    let error = Error::other(inner);
    assert_eq!(error.to_string(), "no such planet");
    assert_eq!(error.kind(), ErrorKind::Other);
    assert!(error.code().is_none());
}

#[test]
fn another_error_of_ours_is_unchanged() {
    let ours = block_on(Body::from("long").collect_up_to(1)).unwrap_err();
    assert_eq!(Error::other(ours).kind(), ErrorKind::TooLarge);
}

#[test]
fn sources_are_kept() {
    let parse = "x".parse::<u8>().unwrap_err();
    let outer = io::Error::other(parse.clone());
    let error = Error::other(outer);
    assert_eq!(error.source().map(ToString::to_string), parse.source().map(ToString::to_string));
}

#[test]
fn a_response_is_a_bare_status() {
    let response = Error::other("the secret detail").into_response();
    assert_eq!(response.status(), 500);
    assert!(response.headers().is_empty());
    assert_eq!(block_on(response.into_body().collect_up_to(64)).unwrap().bytes(), "");
}

#[test]
fn natively_a_request_fails_with_its_url() {
    let request = Request::builder().uri("https://api.example/x").body(()).unwrap();
    let error = block_on(client::send(request)).unwrap_err();
    assert_eq!((error.kind(), error.status().as_u16()), (ErrorKind::Connection, 502));
    assert!(error.to_string().contains("GET https://api.example/x"), "{error}");
}

#[test]
fn codes_have_their_details() {
    let code = ErrorCode::DnsError { rcode: Some("NXDOMAIN".into()), info_code: None };
    assert_eq!(code.to_string(), "the name lookup failed (NXDOMAIN)");
    assert_eq!(ErrorCode::HttpRequestBodySize(Some(7)).to_string().matches("7 bytes").count(), 1);
    assert_eq!(
        format!("{:?}", ErrorCode::LoopDetected),
        format!("ErrorCode({})", ErrorCode::LoopDetected)
    );
}
