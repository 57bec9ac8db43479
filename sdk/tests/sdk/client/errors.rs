//! A client's error for each error code of a host, and the answer of a handler that returns it.

use doorway::client::{Client, Error};
use doorway::error::FieldSize;
use doorway::testing::TestClient;
use doorway::{ErrorCode, Request};
use std::error::Error as _;

/// The properties of a code: whether there was no connection, whether it is a timeout, and the
/// status of a handler that fails with it.
type Row = (ErrorCode, bool, bool, u16);

const fn connect(code: ErrorCode) -> Row {
    (code, true, false, 502)
}

const fn exchange(code: ErrorCode) -> Row {
    (code, false, false, 502)
}

const fn timeout(code: ErrorCode, is_connect: bool) -> Row {
    (code, is_connect, true, 504)
}

fn rows() -> Vec<Row> {
    let field = || FieldSize::default();
    vec![
        timeout(ErrorCode::DnsTimeout, true),
        connect(ErrorCode::DnsError { rcode: Some("NXDOMAIN".into()), info_code: Some(1) }),
        connect(ErrorCode::DestinationNotFound),
        connect(ErrorCode::DestinationUnavailable),
        connect(ErrorCode::DestinationIpProhibited),
        connect(ErrorCode::DestinationIpUnroutable),
        connect(ErrorCode::ConnectionRefused),
        exchange(ErrorCode::ConnectionTerminated),
        timeout(ErrorCode::ConnectionTimeout, true),
        timeout(ErrorCode::ConnectionReadTimeout, false),
        timeout(ErrorCode::ConnectionWriteTimeout, false),
        connect(ErrorCode::ConnectionLimitReached),
        connect(ErrorCode::TlsProtocolError),
        connect(ErrorCode::TlsCertificateError),
        connect(ErrorCode::TlsAlertReceived { id: Some(40), message: Some("handshake".into()) }),
        exchange(ErrorCode::HttpRequestDenied),
        exchange(ErrorCode::HttpRequestLengthRequired),
        exchange(ErrorCode::HttpRequestBodySize(Some(1))),
        exchange(ErrorCode::HttpRequestMethodInvalid),
        exchange(ErrorCode::HttpRequestUriInvalid),
        exchange(ErrorCode::HttpRequestUriTooLong),
        exchange(ErrorCode::HttpRequestHeaderSectionSize(Some(2))),
        exchange(ErrorCode::HttpRequestHeaderSize(Some(field()))),
        exchange(ErrorCode::HttpRequestTrailerSectionSize(None)),
        exchange(ErrorCode::HttpRequestTrailerSize(field())),
        exchange(ErrorCode::HttpResponseIncomplete),
        exchange(ErrorCode::HttpResponseHeaderSectionSize(Some(3))),
        exchange(ErrorCode::HttpResponseHeaderSize(field())),
        exchange(ErrorCode::HttpResponseBodySize(None)),
        exchange(ErrorCode::HttpResponseTrailerSectionSize(Some(4))),
        exchange(ErrorCode::HttpResponseTrailerSize(field())),
        exchange(ErrorCode::HttpResponseTransferCoding(Some("zip".into()))),
        exchange(ErrorCode::HttpResponseContentCoding(Some("br".into()))),
        timeout(ErrorCode::HttpResponseTimeout, false),
        exchange(ErrorCode::HttpUpgradeFailed),
        exchange(ErrorCode::HttpProtocolError),
        exchange(ErrorCode::LoopDetected),
        exchange(ErrorCode::ConfigurationError),
        exchange(ErrorCode::InternalError(Some("the host's own".into()))),
    ]
}

const URL: &str = "https://api.test/planets?moons=2";

/// A code that is added to the enum has to be put into the table.
#[test]
fn every_code_is_in_the_table() {
    let source = include_str!("../../../src/error/code.rs");
    let codes = source.split("pub enum ErrorCode {").nth(1).unwrap().split("\n}").next().unwrap();
    let is_variant =
        |line: &&str| line.starts_with("    ") && line.as_bytes()[4].is_ascii_uppercase();
    assert_eq!(codes.lines().filter(is_variant).count(), rows().len());
    let mut said: Vec<_> = rows().iter().map(|(code, ..)| code.to_string()).collect();
    said.sort();
    said.dedup();
    assert_eq!(said.len(), rows().len(), "each says something else");
}

#[test]
fn what_a_host_fails_with_is_what_the_error_says() {
    for (code, is_connect, is_timeout, _) in rows() {
        let client =
            TestClient::new(|_: Request| async {}).upstream_error("https://api.test", code.clone());
        let error = client.block_on(Client::new().get(URL).send()).unwrap_err();
        assert_eq!(error.code(), Some(&code));
        assert_eq!(error.is_connect(), is_connect, "{code}");
        assert_eq!(error.is_timeout(), is_timeout, "{code}");
        assert!(error.is_request(), "{code}");
        let others = [
            error.is_builder(),
            error.is_redirect(),
            error.is_status(),
            error.is_body(),
            error.is_decode(),
        ];
        assert_eq!((others, error.status()), ([false; 5], None), "{code}");
        assert_eq!(error.url().unwrap().to_string(), URL, "{code}");
        assert_eq!(error.to_string(), "GET https://api.test/planets?… failed");
        let source = error.source().unwrap();
        assert_eq!(source.downcast_ref(), Some(&code));
        assert!(source.source().is_none());

        // As doorway's own error it says the same.
        let error = doorway::Error::from(error);
        assert_eq!(error.code(), Some(&code));
        assert_eq!(error.kind() == doorway::ErrorKind::Timeout, is_timeout, "{code}");
    }
}

#[test]
fn a_handler_that_lets_it_through_answers_502_or_504() {
    async fn by_itself(_: Request) -> Result<String, Error> {
        Client::new().get(URL).send().await?.text().await
    }
    async fn as_doorways(_: Request) -> Result<String, doorway::Error> {
        Ok(Client::new().get(URL).send().await?.text().await?)
    }
    for (code, _, _, status) in rows() {
        for app in [TestClient::new(by_itself), TestClient::new(as_doorways)] {
            let response = app.upstream_error("https://api.test", code.clone()).get("/").send();
            assert_eq!(response.status(), status, "{code}");
            assert_eq!(response.text(), "", "{code}: it is told on stderr alone");
        }
    }
}
