//! Programs as one writes them for reqwest, of which only the `use` lines were changed. What they say of
//! a site is what they said with reqwest.
// As it is written in programs of several files.
#![allow(unreachable_pub)]

use std::cell::Cell;

use doorway::client::{Client, Url};
use doorway::http::StatusCode;
use doorway::testing::TestClient;
use doorway::{Body, IntoResponse, Request};

mod alerts;
mod attach;
mod files;
mod login;
mod mirror;
mod moved;
mod parts;
mod repos;
mod site;
mod told;

const SITE: &str = "http://site.test";

/// Runs a program in the place of a handler.
#[track_caller]
fn run<F>(program: impl Fn(String) -> F + 'static) -> String
where
    F: Future<Output = String> + 'static,
{
    let app = move |_: Request| program(SITE.to_owned());
    TestClient::new(app).upstream(SITE, site::site()).get("/").send().text()
}

#[test]
fn one_request() {
    assert_eq!(run(told::alerts), told::ALERTS);
}

#[test]
fn a_client_of_an_api() {
    assert_eq!(run(told::repos), told::REPOS);
}

#[test]
fn redirects() {
    assert_eq!(run(told::moved), told::MOVED);
}

#[test]
fn what_is_long() {
    assert_eq!(run(told::files), told::FILES);
}

#[test]
fn a_form_with_files() {
    assert_eq!(run(told::attachment), told::ATTACH);
}

#[test]
fn a_session() {
    assert_eq!(run(told::login), told::LOGIN);
}

#[test]
fn several_at_once() {
    assert_eq!(run(told::mirror), told::MIRROR);
}

#[test]
fn requests_in_parts() {
    let refused = Cell::new(false);
    let upstream = move |request: Request| {
        let is_early = request.method() == "PUT" && !refused.replace(true);
        async move {
            if is_early {
                return StatusCode::TOO_EARLY.into_response();
            }
            assert_eq!(request.headers()["accept"], "text/plain");
            let path = request.uri().path().to_owned();
            let body: Body = request.into_body();
            format!("{path}: {}", body.collect_up_to(64).await.unwrap().into_string().unwrap())
                .into_response()
        }
    };
    let client = TestClient::new(|_: Request| async {}).upstream("https://parts.example", upstream);
    client.block_on(async {
        let client = parts::client().unwrap();
        let base = Url::parse("https://parts.example/v1/").unwrap();
        let pages = parts::list(&base, 2).unwrap();
        assert_eq!(pages[1].as_str(), "https://parts.example/v1/list?page=2");
        assert_eq!(pages[0].port_or_known_default(), Some(443));
        let put = parts::put(&client, base.join("1").unwrap(), "a part").await;
        assert_eq!(put.unwrap(), "/v1/1: a part");
        let sent = parts::stream(&client, "https://parts.example/stream").await;
        assert_eq!(sent.unwrap(), "/stream: one, two");
        use doorway::client::cookie::CookieStore;
        assert_eq!(parts::jar(base.as_str()).cookies(&base).unwrap(), "part=7");
    });
}
