//! Return values of handlers, and their responses.

use std::borrow::Cow;
use std::convert::Infallible;

use doorway::body::HttpBody;
use doorway::bytes::{Bytes, BytesMut};
use doorway::error::Error;
use doorway::http::header::{CONTENT_TYPE, SET_COOKIE};
use doorway::http::{self, Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode};
use doorway::response::{
    AppendHeaders, ErrorResponse, Html, IntoResponse, IntoResponseParts, NoContent, Redirect,
    Response, ResponseParts,
};
use doorway::testing::block_on;
use doorway::{Body, Handler, Request};
use proptest::prelude::*;

/// A response as a line: status, header fields in order of their names, content.
fn line(response: impl IntoResponse) -> String {
    let (parts, body) = response.into_response().into_parts();
    let mut fields: Vec<String> = parts
        .headers
        .iter()
        .map(|(name, value)| format!("{name}={}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    fields.sort();
    let body = block_on(body.collect_up_to(1 << 20)).unwrap().into_string().unwrap();
    format!("{} [{}] {body}", parts.status.as_u16(), fields.join(", "))
}

const TEXT: &str = "content-type=text/plain; charset=utf-8";
const BYTES: &str = "content-type=application/octet-stream";

#[test]
fn text_and_bytes_have_content_types() {
    for text in [
        line("hi"),
        line(String::from("hi")),
        line(Box::<str>::from("hi")),
        line(Cow::Borrowed("hi")),
        line(Cow::<'static, str>::Owned("hi".into())),
    ] {
        assert_eq!(text, format!("200 [{TEXT}] hi"));
    }
    for bytes in [
        line(b"hi"),
        line(*b"hi"),
        line(&b"hi"[..]),
        line(b"hi".to_vec()),
        line(Box::<[u8]>::from(&b"hi"[..])),
        line(Bytes::from("hi")),
        line(BytesMut::from("hi")),
        line(Cow::Borrowed(&b"hi"[..])),
        line(Cow::<'static, [u8]>::Owned(b"hi".to_vec())),
    ] {
        assert_eq!(bytes, format!("200 [{BYTES}] hi"));
    }
}

#[test]
fn other_values_stand_for_themselves() {
    assert_eq!(line(()), "200 [] ");
    assert_eq!(line(Body::from("hi")), "200 [] hi");
    assert_eq!(line(StatusCode::IM_A_TEAPOT), "418 [] ");
    assert_eq!(
        line(HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from(1))])),
        "200 [set-cookie=1] "
    );
    assert_eq!(line([("x-a", "1")]), "200 [x-a=1] ");
    assert_eq!(line(AppendHeaders([("x-a", "1"), ("x-a", "2")])), "200 [x-a=1, x-a=2] ");
    assert_eq!(line(Response::new(Body::from("hi"))), "200 [] hi");
    assert_eq!(line(Ok::<_, Infallible>("hi")), format!("200 [{TEXT}] hi"));
    assert_eq!(line(Err::<(), _>(StatusCode::NOT_FOUND)), "404 [] ");
    let (parts, ()) = http::Response::builder().status(201).body(()).unwrap().into_parts();
    assert_eq!(line(parts), "201 [] ");
    let mut extensions = Extensions::new();
    extensions.insert(7_u8);
    assert_eq!(extensions.into_response().extensions().get(), Some(&7_u8));
}

#[test]
fn a_stream_is_a_body() {
    let chunks = ["one ", "two"].map(Ok::<_, Infallible>);
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    assert_eq!(line(([(CONTENT_TYPE, "text/csv")], body)), "200 [content-type=text/csv] one two");
}

#[test]
fn parts_are_set_from_left_to_right() {
    let created = StatusCode::CREATED;
    assert_eq!(line((created, "hi")), format!("201 [{TEXT}] hi"));
    assert_eq!(line((created,)), "201 [] ");
    assert_eq!(line((created, [("x-a", "1")])), "201 [x-a=1] ");
    assert_eq!(line((created, [("x-a", "1")], "hi")), format!("201 [{TEXT}, x-a=1] hi"));
    assert_eq!(line(([("x-a", "1")], [("x-a", "2")], ())), "200 [x-a=2] ");
    assert_eq!(line(([("x-a", "1")], AppendHeaders([("x-a", "2")]), ())), "200 [x-a=1, x-a=2] ");
    assert_eq!(line((Some([("x-a", "1")]), None::<HeaderMap>, ())), "200 [x-a=1] ");
    assert_eq!(line((([("x-a", "1")], [("x-b", "2")]), (), ())), "200 [x-a=1, x-b=2] ");
    let map = HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from(1))]);
    assert_eq!(line((created, map, "hi")), format!("201 [{TEXT}, set-cookie=1] hi"));
    let template = || http::Response::builder().status(202).header("x-a", "1");
    assert_eq!(line((template().body(()).unwrap(), "hi")), format!("202 [{TEXT}, x-a=1] hi"));
    let (parts, ()) = template().extension(7_u8).body(()).unwrap().into_parts();
    let response = (parts, [("x-b", "2")], "hi").into_response();
    assert_eq!(response.extensions().get(), Some(&7_u8));
    assert_eq!(line(response), format!("202 [{TEXT}, x-a=1, x-b=2] hi"));
}

#[test]
fn sixteen_parts_are_set() {
    macro_rules! sixteen {
        ($($n:literal)*) => { ($([(concat!("x-", $n), $n)],)* "hi") };
    }
    let response = sixteen!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16).into_response();
    assert_eq!(response.headers().len(), 17);
    assert_eq!(response.headers()["x-16"], "16");
}

#[test]
fn the_last_content_type_wins() {
    let html = [(CONTENT_TYPE, "text/html")];
    assert_eq!(line((html.clone(), "hi")), "200 [content-type=text/html] hi");
    assert_eq!(line(([("Content-Type", "text/html")], "hi")), "200 [content-type=text/html] hi");
    let map = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("text/html"))]);
    assert_eq!(line((map.clone(), "hi")), "200 [content-type=text/html] hi");
    assert_eq!(line(([("x-a", "1")], map, "hi")), "200 [content-type=text/html, x-a=1] hi");
    let both = line((AppendHeaders(html), "hi"));
    assert_eq!(both, format!("200 [content-type=text/html, {TEXT}] hi"));
}

#[test]
fn an_invalid_field_is_a_bare_500() {
    assert_eq!(line(([("x a", "1")], "hi")), "500 [] ");
    assert_eq!(line(([("x-a", "1\n2")], "hi")), "500 [] ");
    assert_eq!(line((StatusCode::OK, [("x-a", "1\0")], "hi")), "500 [] ");
    assert_eq!(line((StatusCode::OK, [("x-b", "1")], AppendHeaders([("", "1")]), "hi")), "500 [] ");
    // However it is wrapped.
    assert_eq!(line((StatusCode::OK, [("x-b", "1")], ([("", "1")], "hi"))), "500 [] ");
    assert_eq!(line((StatusCode::OK, [("", "1")])), "500 [] ");
    assert_eq!(line((StatusCode::OK, ((([("", "1")],),), "hi"))), "500 [] ");
}

#[test]
fn the_status_of_an_error_may_be_set() {
    assert_eq!(line(Error::other("internal")), "500 [] ");
    assert_eq!(line((StatusCode::BAD_GATEWAY, Error::other("internal"))), "502 [] ");
}

#[test]
fn more_fields_than_a_map_holds_do_not_panic() {
    let many = |prefix: &str| -> HeaderMap {
        let name = |at| HeaderName::try_from(format!("{prefix}-{at}")).unwrap();
        (0..20_000).map(|at| (name(at), HeaderValue::from(at))).collect()
    };
    assert_eq!(line((many("a"), many("b"), "hi")), "500 [] ");
    let names = (0..40_000).map(|at| (format!("x-{at}"), "1"));
    assert_eq!(line((AppendHeaders(names), "hi")), "500 [] ");
}

/// Custom parts see the content type of the content.
#[test]
fn custom_parts_see_earlier_parts() {
    struct Sees(&'static str);

    impl IntoResponseParts for Sees {
        type Error = (StatusCode, String);

        fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Self::Error> {
            if !res.headers().contains_key(self.0) {
                return Err((StatusCode::CONFLICT, format!("no {}", self.0)));
            }
            res.headers_mut().insert("x-seen", HeaderValue::from_static("yes"));
            res.extensions_mut().insert(self.0);
            Ok(res)
        }
    }

    assert_eq!(line((Sees("content-type"), "hi")), format!("200 [{TEXT}, x-seen=yes] hi"));
    let html = [(CONTENT_TYPE, "text/html")];
    assert_eq!(
        line((Sees("content-type"), html, "hi")),
        "200 [content-type=text/html, x-seen=yes] hi"
    );
    let missing = || (StatusCode::OK, [("x-a", "1")], Some(Sees("x-b")), "hi");
    assert_eq!(line(missing()), format!("409 [{TEXT}] no x-b"));
    assert_eq!(line((StatusCode::CREATED, missing())), format!("409 [{TEXT}] no x-b"));
    assert_eq!((Sees("x-a"), [("x-a", "1")]).into_response().extensions().get(), Some(&"x-a"));
}

#[test]
fn errors_of_many_kinds_become_one() {
    async fn check(step: u8) -> doorway::response::Result<&'static str> {
        match step {
            0 => Err(StatusCode::NOT_FOUND)?,
            1 => Err((StatusCode::BAD_REQUEST, "no"))?,
            2 => Err(ErrorResponse::from([("x-a", "1")]))?,
            _ => Ok("yes"),
        }
    }
    let lines: Vec<String> = (0..4).map(|step| line(block_on(check(step)))).collect();
    let expected =
        ["404 [] ", &format!("400 [{TEXT}] no"), "200 [x-a=1] ", &format!("200 [{TEXT}] yes")];
    assert_eq!(lines, expected);
}

#[test]
fn html_is_html_whatever_it_is_made_of() {
    let html = "[content-type=text/html; charset=utf-8]";
    assert_eq!(line(Html("<p>")), format!("200 {html} <p>"));
    assert_eq!(line(Html::from(b"<p>".to_vec())), format!("200 {html} <p>"));
    assert_eq!(line(Html(([(CONTENT_TYPE, "text/plain")], "<p>"))), format!("200 {html} <p>"));
    assert_eq!(line((StatusCode::NOT_FOUND, Html("<p>"))), format!("404 {html} <p>"));
    let xhtml = [(CONTENT_TYPE, "application/xhtml+xml")];
    assert_eq!(line((xhtml, Html("<p>"))), "200 [content-type=application/xhtml+xml] <p>");
    assert_eq!(line(Html(([("", "")], "<p>"))), "500 [] ");
}

#[test]
fn redirects_say_where_and_how() {
    for (redirect, status) in [
        (Redirect::moved_permanently("/a?b=c"), 301),
        (Redirect::found("/a?b=c"), 302),
        (Redirect::to("/a?b=c"), 303),
        (Redirect::temporary("/a?b=c"), 307),
        (Redirect::permanent("/a?b=c"), 308),
    ] {
        assert_eq!(redirect.status_code(), status);
        assert_eq!(redirect.location(), "/a?b=c");
        assert_eq!(line(redirect), format!("{status} [location=/a?b=c] "));
    }
    assert_eq!(line(([("x-a", "1")], Redirect::to("/"))), "303 [location=/, x-a=1] ");
}

#[test]
fn an_invalid_location_is_not_sent() {
    for location in ["/a\r\nset-cookie: a=b", "/a\n", "\0", "/\u{7f}"] {
        assert_eq!(line(Redirect::to(location)), "500 [] ");
        assert_eq!(line((StatusCode::SEE_OTHER, Redirect::to(location))), "500 [] ");
    }
}

#[test]
fn no_content_has_a_status_of_its_own() {
    assert_eq!(line(NoContent), "204 [] ");
    assert_eq!(line(([("x-a", "1")], NoContent)), "204 [x-a=1] ");
}

#[test]
fn a_handler_returns_any_of_them() {
    async fn handler() -> Result<(StatusCode, [(&'static str, &'static str); 1], String), Error> {
        Ok((StatusCode::CREATED, [("location", "/3")], "made".into()))
    }
    let response = block_on(Handler::call(&handler, Request::new(""), &())).into_response();
    assert_eq!(response.body().size_hint().exact(), Some(4));
    assert_eq!(line(response), format!("201 [{TEXT}, location=/3] made"));
}

fn any_map() -> impl Strategy<Value = HeaderMap> {
    prop::collection::vec(("[a-c]|content-type", 0_u16..9), 0..8).prop_map(|fields| {
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(HeaderName::try_from(name).unwrap(), value.into());
        }
        map
    })
}

proptest! {
    #[test]
    fn a_map_replaces_as_extend_does(first in any_map(), second in any_map(), third in any_map()) {
        let mut expected = Response::new(());
        expected.headers_mut().insert(CONTENT_TYPE, "text/plain; charset=utf-8".parse().unwrap());
        for map in [&first, &second, &third] {
            expected.headers_mut().extend(map.clone());
        }
        let response = (first, second, third, "hi").into_response();
        prop_assert_eq!(response.headers(), expected.headers());
    }

    #[test]
    fn any_field_is_set_or_refused(name: String, value: Vec<u8>) {
        let valid = HeaderName::try_from(&name).ok().zip(HeaderValue::from_bytes(&value).ok());
        let response = ([(name, value)], "hi").into_response();
        match valid {
            Some((name, value)) => prop_assert_eq!(&response.headers()[name], value),
            None => prop_assert_eq!(response.status(), 500),
        }
    }
}
