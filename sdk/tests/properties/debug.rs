//! `Debug` of messages shows no credentials, no cookies and no queries.
#![cfg(all(feature = "json", feature = "query"))]

use doorway::body::Collected;
use doorway::client::Client;
use doorway::extract::{FromRequestParts, OriginalUri, Query, RawQuery};
use doorway::http::{HeaderMap, HeaderName, HeaderValue, header};
use doorway::response::{IntoResponse, IntoResponseParts, Redirect, ResponseParts};
use doorway::testing::{TestClient, block_on};
use doorway::{Body, Json, Request};
use proptest::prelude::*;
use proptest::sample::select;

use crate::inputs;

/// Stands for what nobody but the sender and the receiver may see.
const SECRET: &str = "s3cr3t";

const SENSITIVE: [HeaderName; 8] = [
    header::AUTHORIZATION,
    header::CONTENT_LOCATION,
    header::COOKIE,
    header::LOCATION,
    header::PROXY_AUTHORIZATION,
    header::REFERER,
    header::REFRESH,
    header::SET_COOKIE,
];

fn fields() -> impl Strategy<Value = HeaderMap> {
    let sensitive = (select(&SENSITIVE), "[ -~]{0,8}", "[ -~]{0,8}")
        .prop_map(|(name, before, after)| (name, format!("{before}{SECRET}{after}"), false));
    let marked =
        "[ -~]{0,8}".prop_map(|before| (HeaderName::from_static("x-key"), before + SECRET, true));
    let plain = select(&["accept", "x-a", "content-type"])
        .prop_map(|name| (HeaderName::from_static(name), "shown".to_owned(), false));
    prop::collection::vec(prop_oneof![4 => sensitive, 1 => marked, 1 => plain], 0..4).prop_map(
        |fields| {
            let mut headers = HeaderMap::new();
            for (name, value, is_marked) in fields {
                let mut value = HeaderValue::try_from(value).unwrap();
                value.set_sensitive(is_marked);
                headers.append(name, value);
            }
            headers
        },
    )
}

/// Shows the fields that are set before a part of a response.
struct Shown<'a>(&'a std::cell::RefCell<String>);

impl IntoResponseParts for Shown<'_> {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        *self.0.borrow_mut() = format!("{parts:?} {parts:#?}");
        Ok(parts)
    }
}

fn request(path: &str, query: &str, headers: &HeaderMap) -> Request {
    let uri = format!("https://a.example{path}?{query}{SECRET}");
    let mut request = Request::builder().uri(uri).body(Body::from(SECRET)).unwrap();
    *request.headers_mut() = headers.clone();
    request.into()
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn debug_shows_no_secret(path in "/[a-z]{0,4}", query in "[a-z=&?/]{0,8}", headers in fields()) {
        let whole = request(&path, &query, &headers);
        let mut shown = vec![format!("{whole:?} {whole:#?}")];
        let (mut parts, _) = request(&path, &query, &headers).into_parts();
        shown.push(format!("{parts:?} {:?} {:?}", parts.uri, parts.headers));
        let Ok(raw) = block_on(RawQuery::from_request_parts(&mut parts, &()));
        let Ok(original) = block_on(OriginalUri::from_request_parts(&mut parts, &()));
        prop_assert!(raw.0.as_ref().is_some_and(|query| query.contains(SECRET)));
        shown.push(format!("{raw:?} {original:?}"));
        let part = std::cell::RefCell::default();
        let _ = (headers.clone(), Shown(&part), "").into_response();
        shown.push(part.into_inner());
        let redirect = Redirect::to(&format!("{path}?{SECRET}"));
        shown.push(format!("{redirect:?}"));
        let builder = Client::new().get(format!("https://a.example{path}?{query}{SECRET}"));
        let builder = builder.headers(headers.clone()).body(SECRET);
        shown.push(format!("{builder:?} {:?}", builder.try_clone().unwrap().build()));
        let collected: Collected = block_on(Body::from(SECRET).collect_up_to(100)).unwrap();
        shown.push(format!("{collected:?}"));
        for shown in &shown {
            prop_assert!(!shown.contains(SECRET), "{}", shown);
        }
        // Anything else is shown.
        prop_assert!(shown[0].contains(&format!("https://a.example{path}?…")), "{}", shown[0]);
        prop_assert_eq!(shown[0].contains("shown"), headers.values().any(|value| value == "shown"));
    }

    #[test]
    fn debug_of_test_messages_shows_no_secret(query in "[a-z=&?/]{0,8}", headers in fields()) {
        // A mark does not travel.
        let mut all = headers.clone();
        all.remove("x-key");
        let client = TestClient::new(move |_: Request| {
            let all = all.clone();
            async move { (all, SECRET) }
        });
        let mut request = client.get(format!("/a?{query}{SECRET}"));
        for (name, value) in &headers {
            request = request.header(name, value.clone());
        }
        let shown = format!("{request:?} {request:#?}");
        prop_assert!(!shown.contains(SECRET), "{}", shown);
        let response = request.body(SECRET).send();
        let shown = format!("{response:?}");
        prop_assert!(!shown.contains(SECRET), "{}", shown);
        prop_assert_eq!(response.text(), SECRET);
    }
}

#[cfg(feature = "headers")]
#[test]
fn debug_of_a_typed_header_shows_no_secret() {
    use doorway::extract::TypedHeader;
    use doorway::headers::{Authorization, Host, authorization::Bearer};

    let token: Authorization<Bearer> = Authorization::bearer(SECRET).unwrap();
    assert_eq!(format!("{:?}", TypedHeader(token)), "TypedHeader(Sensitive)");
    let host = Host::from("a.example".parse::<doorway::http::uri::Authority>().unwrap());
    assert!(format!("{:?}", TypedHeader(host)).contains("a.example"));
}

#[test]
fn debug_of_a_rejection_shows_no_value() {
    #[derive(Debug, serde::Deserialize)]
    struct Login {
        #[serde(rename = "token")]
        _token: u32,
    }
    let json = Json::<Login>::from_bytes(br#"{"token":"s3cr3t"}"#).unwrap_err();
    assert!(json.body_text().contains(SECRET), "the client gets its own value back");
    let uri = doorway::http::Uri::from_static("/?token=s3cr3t");
    let query = Query::<Login>::try_from_uri(&uri).unwrap_err();
    let text =
        block_on(Body::from(b"s3cr3t\xff".as_slice()).collect_up_to(9)).unwrap().into_string();
    let text = text.unwrap_err();
    let shown = format!("{json} {json:?} {query} {query:?} {text} {text:?}");
    let bytes = format!("{:?}", SECRET.as_bytes());
    assert!(!shown.contains(SECRET) && !shown.contains(bytes.trim_matches(['[', ']'])), "{shown}");
}
