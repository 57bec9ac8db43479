//! Parts of the head, state and extensions.

use std::collections::HashMap;
use std::rc::Rc;

use doorway::extract::path::Path;
use doorway::extract::rejection::PathRejection;
use doorway::extract::{
    FromRef, FromRequestParts, MatchedPath, OriginalUri, RawPathParams, RawQuery, State,
};
use doorway::http::uri::Authority;
use doorway::http::{Extensions, HeaderMap, Method, Uri, Version, request};
use doorway::request::Parts;
use doorway::{Body, Extension, Request};

use super::{answer, bug, get, good, of_head, refused};

fn request() -> Request {
    Request::builder()
        .method("PUT")
        .uri("https://example.com:8443/a%20b?c=d&e")
        .header("x-one", "1")
        .header("x-one", "2")
        .extension(42_u8)
        .body(Body::from("content"))
        .unwrap()
        .into()
}

#[test]
fn parts_are_taken_as_they_are() {
    assert_eq!(of_head::<Method>(request).unwrap(), Method::PUT);
    assert_eq!(of_head::<Uri>(request).unwrap(), "https://example.com:8443/a%20b?c=d&e");
    let OriginalUri(uri) = of_head(request).unwrap();
    assert_eq!(uri, "https://example.com:8443/a%20b?c=d&e");
    assert_eq!(of_head::<Version>(request).unwrap(), Version::HTTP_11);
    assert_eq!(of_head::<HeaderMap>(request).unwrap().get_all("x-one").iter().count(), 2);
    assert_eq!(of_head::<Extensions>(request).unwrap().get::<u8>(), Some(&42));
    assert_eq!(of_head::<RawQuery>(request).unwrap().0.as_deref(), Some("c=d&e"));
    assert_eq!(of_head::<RawQuery>(|| get("/")).unwrap().0, None);
    assert_eq!(of_head::<RawQuery>(|| get("/?")).unwrap().0.as_deref(), Some(""));
    let parts: request::Parts = of_head(request).unwrap();
    assert_eq!((parts.method, parts.headers.len()), (Method::PUT, 2));
}

#[test]
fn the_authority_is_that_of_the_uri_or_the_host_field() {
    let host = |host: &'static str| {
        move || Request::from(Request::builder().header("host", host).body("").unwrap())
    };
    let authority = |text: &str| text.parse::<Authority>().unwrap();
    assert_eq!(of_head::<Authority>(request).unwrap(), authority("example.com:8443"));
    for good in ["example.com", "localhost:8080", "[::1]:80", "127.0.0.1"] {
        assert_eq!(of_head::<Authority>(host(good)).unwrap(), authority(good));
        assert_eq!(of_head::<Option<Authority>>(host(good)).unwrap(), Some(authority(good)));
    }
    async fn handler(authority: Authority) -> String {
        authority.to_string()
    }
    async fn optional(authority: Option<Authority>) -> String {
        format!("{authority:?}")
    }
    for bad in ["", "a b", "me@example.com", "example.com/path", "a:b:c"] {
        refused(handler, host(bad)(), 400, "the `host` field is not a host");
        refused(optional, host(bad)(), 400, "the `host` field is not a host");
    }
    refused(handler, get("/"), 400, "the `host` field is missing");
    assert_eq!(good(optional, get("/")), "None");
}

#[test]
fn extensions_are_found_by_their_type() {
    let Extension(number) = of_head::<Extension<u8>>(request).unwrap();
    assert_eq!(number, 42);
    assert_eq!(of_head::<Option<Extension<u8>>>(request).unwrap(), Some(Extension(42)));
    assert_eq!(of_head::<Option<Extension<u16>>>(request).unwrap(), None);
    async fn missing(_: Extension<u16>) {}
    bug(missing, request());
    let source = std::error::Error::source(&of_head::<Extension<u16>>(request).unwrap_err())
        .unwrap()
        .to_string();
    assert_eq!(source, "none of type `u16`");
}

#[test]
fn state_is_shared_in_whole_and_in_part() {
    #[derive(Clone)]
    struct AppState {
        name: Rc<str>,
        numbers: Vec<u8>,
    }

    impl FromRef<AppState> for Vec<u8> {
        fn from_ref(state: &AppState) -> Self {
            state.numbers.clone()
        }
    }

    async fn both(State(all): State<AppState>, State(numbers): State<Vec<u8>>) -> String {
        format!("{} {numbers:?}", all.name)
    }

    let state = AppState { name: "app".into(), numbers: vec![1, 2] };
    assert_eq!(answer(both, get("/"), &state).text, "app [1, 2]");
}

#[test]
fn without_a_route_there_is_no_path_to_take_apart() {
    async fn path(_: Path<String>) {}
    async fn raw(_: RawPathParams) {}
    async fn matched(_: MatchedPath) {}
    async fn optional(path: Option<Path<HashMap<String, String>>>, matched: Option<MatchedPath>) {
        assert!(path.is_none() && matched.is_none());
    }
    async fn why(path: Result<Path<String>, PathRejection>) -> String {
        path.unwrap_err().to_string()
    }

    bug(path, get("/"));
    bug(raw, get("/"));
    bug(matched, get("/"));
    assert_eq!(good(optional, get("/")), "");
    assert_eq!(good(why, get("/")), "no route matched, so there are no path parameters");
}

#[test]
fn ones_own_extractors_may_change_the_head_and_leave_the_body() {
    struct Replaced;

    impl<S> FromRequestParts<S> for Replaced {
        type Rejection = std::convert::Infallible;

        async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
            let (mut other, _) = Request::new("other").into_parts();
            *other.uri = "/new".parse().unwrap();
            *parts = other;
            Ok(Self)
        }
    }

    async fn handler(_: Replaced, headers: HeaderMap, request: Request) -> String {
        let uri = request.uri().to_string();
        let body = request.into_body().collect_up_to(64).await.unwrap().into_string().unwrap();
        format!("{uri} {} {body}", headers.len())
    }

    assert_eq!(good(handler, request()), "/new 0 content");
}

#[test]
fn the_original_uri_of_a_request_that_was_built_is_its_uri() {
    let default = || {
        let mut request = Request::default();
        *request.uri_mut() = Uri::from_static("/a?b");
        request
    };
    assert_eq!(of_head::<OriginalUri>(default).unwrap().0, "/a?b");
    assert_eq!(of_head::<OriginalUri>(Request::default).unwrap().0, "/");
}
