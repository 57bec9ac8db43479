//! Cookies that a response sets.

use doorway::IntoResponse;
use doorway::extract::cookie::{
    Cookie, CookieJar, Key, PrivateCookieJar, SameSite, SignedCookieJar, time,
};
use doorway::http::header::COOKIE;
use doorway::http::{HeaderMap, HeaderValue};

use super::{set_cookies, text};

#[test]
fn attributes_are_sent() {
    let cookie = Cookie::build(("a", "1"))
        .domain("example.com")
        .path("/app")
        .max_age(time::Duration::hours(1))
        .same_site(SameSite::Strict)
        .secure(true)
        .http_only(true);
    let response = (CookieJar::new().add(cookie), "content").into_response();
    let sent =
        "a=1; HttpOnly; SameSite=Strict; Secure; Path=/app; Domain=example.com; Max-Age=3600";
    assert_eq!(set_cookies(response.headers()), [sent]);
    // A jar adds to what is there.
    let jars = (CookieJar::new().add(("a", "1")), CookieJar::new().add(("b", "2")), "");
    assert_eq!(set_cookies(jars.into_response().headers()).len(), 2);
}

#[test]
fn invalid_cookies_are_left_out() {
    for attribute in ["x; Domain=evil.example", ";", "\n", "\r\nx: y", "\0", "\x7f", "\u{85}"] {
        let cookies = [
            Cookie::build(("a", "1")).path(attribute.to_owned()),
            Cookie::build(("a", "1")).domain(attribute.to_owned()),
            Cookie::build(("", "1")),
            Cookie::build(("a", "1")).expires(too_early()),
        ];
        for cookie in cookies {
            let key = Key::from(&[7; 64]);
            let response = (
                CookieJar::new().add(cookie.clone()).add(("b", "2")),
                SignedCookieJar::new(key.clone()).add(cookie.clone()),
                PrivateCookieJar::new(key).add(cookie),
                "content",
            );
            let response = response.into_response();
            assert_eq!(set_cookies(response.headers()), ["b=2"]);
            assert_eq!(response.headers().len(), 2);
            assert_eq!(text(response), "content");
        }
    }
    // Names and values are encoded, so that they can hold anything.
    let jar = CookieJar::new().add(("a; Domain=evil.example\r\n", "b; Path=/\r\n"));
    let set = "a%3B%20Domain%3Devil.example%0D%0A=b%3B%20Path%3D%2F%0D%0A";
    assert_eq!(set_cookies(jar.into_response().headers()), [set]);
    // One that is to be forgotten has attributes too.
    let cookies = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("a=1"))]);
    let forget = |path: &'static str| {
        let jar = CookieJar::from_headers(&cookies).remove(Cookie::build("a").path(path));
        set_cookies(jar.into_response().headers()).len()
    };
    assert_eq!((forget("/"), forget("/; Domain=evil.example")), (1, 0));
}

/// The first moment that there is, where it comes an hour later than in London.
fn too_early() -> time::OffsetDateTime {
    let offset = time::UtcOffset::from_hms(1, 0, 0).unwrap();
    time::PrimitiveDateTime::MIN.assume_offset(offset)
}
