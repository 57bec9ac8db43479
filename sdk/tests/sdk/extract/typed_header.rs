//! `TypedHeader`: what is read, and what answers a request that lacks it.

use std::error::Error;

use doorway::extract::TypedHeader;
use doorway::extract::typed_header::{TypedHeaderRejection, TypedHeaderRejectionReason};
use doorway::headers::{self, ContentLength, Cookie, UserAgent};
use doorway::http::{HeaderName, HeaderValue};
use doorway::testing::block_on;
use doorway::{Body, Handler, IntoResponse, Request};

fn request(headers: &[(&str, &str)]) -> Request {
    let builder = headers.iter().fold(Request::builder(), |builder, (name, value)| {
        builder.header(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
    });
    builder.body(Body::empty()).unwrap().into()
}

/// The status, the content type and the content.
fn answer<T>(handler: impl Handler<T>, headers: &[(&str, &str)]) -> (u16, String, String) {
    let response = block_on(Handler::call(&handler, request(headers), &())).into_response();
    let status = response.status().as_u16();
    let content_type = response.headers()["content-type"].to_str().unwrap().to_owned();
    let body = block_on(response.into_body().collect_up_to(1024)).unwrap().into_string().unwrap();
    (status, content_type, body)
}

async fn who(TypedHeader(agent): TypedHeader<UserAgent>) -> String {
    agent.to_string()
}

async fn how_long(length: TypedHeader<ContentLength>) -> String {
    format!("{} bytes", length.0.0)
}

async fn perhaps(length: Option<TypedHeader<ContentLength>>) -> String {
    format!("{:?}", length.map(|length| length.0.0))
}

async fn why(length: Result<TypedHeader<ContentLength>, TypedHeaderRejection>) -> String {
    let rejection = length.unwrap_err();
    assert_eq!(rejection.name(), "content-length");
    assert_eq!(rejection.status(), 400);
    assert_eq!(rejection.is_missing(), rejection.source().is_none());
    match rejection.reason() {
        TypedHeaderRejectionReason::Missing => format!("missing: {}", rejection.body_text()),
        _ => format!("wrong: {}", rejection.body_text()),
    }
}

#[test]
fn reads_its_field() {
    assert_eq!(answer(who, &[("user-agent", "curl"), ("accept", "*/*")]).2, "curl");
    assert_eq!(answer(how_long, &[("content-length", "12")]).2, "12 bytes");
    assert_eq!(answer(perhaps, &[("content-length", "12")]).2, "Some(12)");
    assert_eq!(answer(perhaps, &[]).2, "None");
}

#[test]
fn reads_all_values_of_its_field() {
    async fn cookies(cookies: TypedHeader<Cookie>) -> String {
        cookies.iter().map(|(name, value)| format!("{name}:{value} ")).collect()
    }
    assert_eq!(answer(cookies, &[("cookie", "a=1; b=2"), ("cookie", "c=3")]).2, "a:1 b:2 c:3 ");
    // To this type, none are as good as some.
    assert_eq!(answer(cookies, &[]).2, "");
}

#[test]
fn refusals_name_the_field() {
    let problem = "application/problem+json";
    let (status, content_type, body) = answer(who, &[]);
    assert_eq!((status, &*content_type), (400, problem));
    assert!(body.contains("the header field `user-agent` is missing"), "{body}");

    for handler_answer in [
        answer(how_long, &[("content-length", "twelve")]),
        answer(perhaps, &[("content-length", "twelve")]),
        answer(perhaps, &[("content-length", "1"), ("content-length", "2")]),
        answer(how_long, &[("content-length", "\u{e9}")]),
    ] {
        let (status, content_type, body) = handler_answer;
        assert_eq!((status, &*content_type), (400, problem));
        assert!(body.contains("the header field `content-length` is malformed"), "{body}");
        assert!(!body.contains("twelve"), "{body}");
    }
}

#[test]
fn a_rejection_tells_why() {
    assert_eq!(answer(why, &[]).2, "missing: the header field `content-length` is missing");
    let wrong = answer(why, &[("content-length", "-1")]).2;
    assert_eq!(wrong, "wrong: the header field `content-length` is malformed");
}

/// A custom header: `x-dozen`, 1 to 12.
#[derive(Debug, PartialEq)]
struct Dozen(u8);

static X_DOZEN: HeaderName = HeaderName::from_static("x-dozen");

impl headers::Header for Dozen {
    fn name() -> &'static HeaderName {
        &X_DOZEN
    }

    fn decode<'i, I: Iterator<Item = &'i HeaderValue>>(
        values: &mut I,
    ) -> Result<Self, headers::Error> {
        let value = values.next().and_then(|value| value.to_str().ok()?.parse().ok());
        value.filter(|value| (1..=12).contains(value)).map(Self).ok_or_else(headers::Error::invalid)
    }

    fn encode<E: Extend<HeaderValue>>(&self, values: &mut E) {
        values.extend([HeaderValue::from(u16::from(self.0))]);
    }
}

#[test]
fn takes_fields_of_ones_own() {
    async fn dozen(dozen: TypedHeader<Dozen>) -> String {
        format!("{:?}", *dozen)
    }
    assert_eq!(answer(dozen, &[("x-dozen", "7")]).2, "Dozen(7)");
    assert_eq!(answer(dozen, &[("x-dozen", "13")]).0, 400);
}

#[test]
fn sets_its_field() {
    use doorway::IntoResponse;
    use doorway::headers::{Allow, CacheControl, ContentType, Location, SetCookie};

    let html = TypedHeader(ContentType::html());
    let response = (html, TypedHeader(CacheControl::new().with_no_store()), "<p>").into_response();
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers().len(), 2);

    let alone = TypedHeader(ContentLength(5)).into_response();
    assert_eq!(
        (alone.status().as_u16(), &alone.headers()["content-length"]),
        (200, &"5".parse().unwrap())
    );

    // A later part replaces an earlier one, and what the content said itself.
    let length = |bytes| TypedHeader(ContentLength(bytes));
    let twice = (length(1), length(2), length(3)).into_response();
    assert_eq!(twice.headers()["content-length"], "2");
    let none: Option<TypedHeader<Location>> = None;
    assert!((none, ()).into_response().headers().is_empty());

    let allow = TypedHeader(Allow::from_iter([doorway::http::Method::GET])).into_response();
    assert_eq!(allow.headers()["allow"], "GET");
    let mut cookies = doorway::http::HeaderMap::new();
    cookies.append("set-cookie", "a=1".parse().unwrap());
    cookies.append("set-cookie", "b=2".parse().unwrap());
    let cookies = headers::HeaderMapExt::typed_get::<SetCookie>(&cookies).unwrap();
    let cookies = TypedHeader(cookies).into_response();
    assert_eq!(cookies.headers().get_all("set-cookie").iter().count(), 2);
}
