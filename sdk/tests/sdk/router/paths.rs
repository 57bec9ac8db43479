//! Which paths a route is for, and what its parameters are.

use std::borrow::Cow;

use doorway::Router;
use doorway::extract::{MatchedPath, RawPathParams};
use doorway::routing::get;

use crate::support::ask::check;

/// The route, and its parameters.
async fn seen(path: MatchedPath, params: RawPathParams) -> String {
    let mut seen = path.as_str().to_owned();
    for (name, value) in &params {
        seen += &format!(" {name}={value:?}");
    }
    seen
}

/// A router whose routes say which they are.
fn routes<const N: usize>(paths: [&'static str; N]) -> Router {
    paths.into_iter().fold(Router::new(), |app, path| app.route(path, get(seen)))
}

#[test]
fn a_slash_at_the_end_is_part_of_the_path() {
    let app = routes(["/", "/a", "/b/", "/{x}/", "/c/{x}", "/d", "/d/"]);
    check(
        &app,
        [
            ("GET /", "200 /"),
            ("GET /a", "200 /a"),
            ("GET /a/", r#"200 /{x}/ x="a""#),
            ("GET /b/", "200 /b/"),
            ("GET /b", "404"),
            ("GET /c/1", r#"200 /c/{x} x="1""#),
            ("GET /c/1/", "404"),
            ("GET /d", "200 /d"),
            ("GET /d/", "200 /d/"),
            ("GET //", "404"),
            ("GET /a//", "404"),
            ("GET //a", "404"),
        ],
    );
}

#[test]
fn literal_text_goes_before_parameters() {
    let app = routes([
        "/{*all}",
        "/users/{id}",
        "/users/me",
        "/users/{id}/posts",
        "/users/{id}.json",
        "/u/{a}/{b}",
        "/u/{a}/c",
        "/u/d/{b}/e",
    ]);
    check(
        &app,
        [
            ("GET /users/me", "200 /users/me"),
            ("GET /users/you", r#"200 /users/{id} id="you""#),
            ("GET /users/you.json", r#"200 /users/{id}.json id="you""#),
            ("GET /users/.json", r#"200 /users/{id} id=".json""#),
            ("GET /users/me/posts", r#"200 /users/{id}/posts id="me""#),
            ("GET /users/me/likes", r#"200 /{*all} all="users/me/likes""#),
            ("GET /users/", r#"200 /{*all} all="users/""#),
            ("GET /", "404"),
            ("GET /u/d/c", r#"200 /u/{a}/c a="d""#),
            ("GET /u/d/f", r#"200 /u/{a}/{b} a="d" b="f""#),
            ("GET /u/d/c/e", r#"200 /u/d/{b}/e b="c""#),
            ("GET /u/c/c/e", r#"200 /{*all} all="u/c/c/e""#),
        ],
    );
}

#[test]
fn parameters_stand_beside_text_and_braces() {
    let app = routes([
        "/v{major}/x",
        "/files/{name}.tar.gz",
        "/files/{name}.gz",
        "/at/@{user}",
        "/{{literal}}",
        "/{{{open}",
        "/set/{{{x}.}}",
        "/rest/prefix-{*rest}",
    ]);
    check(
        &app,
        [
            ("GET /v1/x", r#"200 /v{major}/x major="1""#),
            ("GET /v/x", "404"),
            ("GET /files/a.tar.gz", r#"200 /files/{name}.tar.gz name="a""#),
            ("GET /files/a.gz", r#"200 /files/{name}.gz name="a""#),
            ("GET /files/.tar.gz", r#"200 /files/{name}.gz name=".tar""#),
            ("GET /files/.gz", "404"),
            ("GET /at/@me", r#"200 /at/@{user} user="me""#),
            ("GET /at/me", "404"),
            ("GET /rest/prefix-a/b/", r#"200 /rest/prefix-{*rest} rest="a/b/""#),
            ("GET /rest/prefix-", "404"),
        ],
    );
}

#[test]
fn suffixes_that_overlap_do_not_hide_each_other() {
    let app = routes(["/{x}/b", "/{x}.json/a", "/{x}n/c", "/{x}/", "/other"]);
    check(
        &app,
        [
            ("GET /f.json/a", r#"200 /{x}.json/a x="f""#),
            ("GET /f.json/b", r#"200 /{x}/b x="f.json""#),
            ("GET /f.json/c", r#"200 /{x}n/c x="f.jso""#),
            ("GET /f.json/", r#"200 /{x}/ x="f.json""#),
            ("GET /.json/b", r#"200 /{x}/b x=".json""#),
            ("GET /other", "200 /other"),
        ],
    );
}

#[test]
fn paths_are_compared_as_they_come_and_parameters_decoded() {
    let app = routes(["/caf%C3%A9", "/a b", "/{x}", "/x/{*rest}", "/y/{a}/{b}"]);
    check(
        &app,
        [
            ("GET /caf%C3%A9", "200 /caf%C3%A9"),
            ("GET /caf%c3%a9", "200 /{x} x=\"caf\u{e9}\""),
            ("GET /%61", r#"200 /{x} x="a""#),
            ("GET /a%2Fb", r#"200 /{x} x="a/b""#),
            ("GET /x/a%2Fb/%3F?c", r#"200 /x/{*rest} rest="a/b/?""#),
            ("GET /y/%2F/%252F", r#"200 /y/{a}/{b} a="/" b="%2F""#),
            ("GET /a+b", r#"200 /{x} x="a+b""#),
            ("GET /%FF", "400"),
            ("GET /%zz", "400"),
        ],
    );
}

#[test]
fn long_paths_and_many_routes_are_found() {
    let mut app = Router::new();
    for number in 0..300 {
        app = app.route(format!("/route/{number}/{{x}}"), get(seen));
    }
    let long = "a".repeat(8192);
    let expected = format!("200 /route/299/{{x}} x={long:?}");
    check(
        &app,
        [
            (&format!("GET /route/299/{long}"), &expected),
            ("GET /route/0/b", r#"200 /route/0/{x} x="b""#),
            ("GET /route/300/b", "404"),
            (&format!("GET /{}", "a/".repeat(4096)), "404"),
        ],
    );
}

#[test]
fn routers_show_their_routes() {
    assert_eq!(format!("{:?}", routes(["/a", "/{b}"])), r#"Router(["/a", "/{b}"])"#);
}

#[test]
#[allow(clippy::needless_borrows_for_generic_args)] // As it is written for axum.
fn a_path_may_be_made_at_run_time() {
    let version = String::from("v1");
    let whole = format!("/{version}");
    let service = |_: doorway::Request| async { "a service" };
    let app = Router::new()
        .route(&whole, get(seen))
        .route(&format!("/{version}/{{id}}"), get(seen))
        .route(format!("/{version}/all"), get(seen))
        .route(Cow::Borrowed("/cow"), get(seen))
        .route_service(&format!("/{version}/service"), service);
    drop(whole);
    check(
        &app,
        [
            ("GET /v1", "200 /v1"),
            ("GET /v1/7", r#"200 /v1/{id} id="7""#),
            ("GET /v1/all", "200 /v1/all"),
            ("GET /cow", "200 /cow"),
            ("GET /v1/service", "200 a service"),
        ],
    );
}
