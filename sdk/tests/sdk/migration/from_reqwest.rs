//! Programs as one writes them for reqwest 0.12, of which only the `use` lines were changed, and
//! `Body::wrap_stream`, which has axum's name here. What they say of a site is what they said with
//! reqwest.
// As it is written in programs of several files.
#![allow(unreachable_pub)]

use doorway::Request;
use doorway::client::Client;
use doorway::http::Uri as Url;
use doorway::testing::TestClient;

mod alerts;
mod attach;
mod files;
mod login;
mod mirror;
mod moved;
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
