//! Paths, as a router gives them.

use std::collections::BTreeMap;

use doorway::extract::rejection::PathRejection;
use doorway::extract::{MatchedPath, OriginalUri, Path, RawPathParams};
use doorway::http::{Method, Uri};
use doorway::routing::get;
use doorway::testing::TestClient;
use doorway::{Request, Router};

async fn user(Path((id, name)): Path<(u32, String)>) -> String {
    format!("{id} {name}")
}

async fn raw(params: RawPathParams) -> String {
    params.iter().map(|(name, value)| format!("{name}={value};")).collect()
}

fn app() -> TestClient {
    let inner = Router::new()
        .route("/{b}/uris", get(uris))
        .route(
            "/{b}/map",
            get(async |Path(map): Path<BTreeMap<String, String>>| format!("{map:?}")),
        )
        .route("/{b}/raw", get(raw))
        .fallback(nothing);
    let app = Router::new()
        .route("/users/{id}/{name}", get(user))
        .route("/files/{*path}", get(async |Path(path): Path<String>| path))
        .route("/raw/{a}", get(raw))
        .route("/too/{a}/{b}", get(async |Path(one): Path<String>| one))
        .route(
            "/why/{n}",
            get(async |path: Result<Path<u8>, PathRejection>| match path {
                Ok(Path(number)) => number.to_string(),
                Err(rejection) => rejection.body_text(),
            }),
        )
        .route("/maybe", get(maybe))
        .route("/maybe/{n}", get(maybe))
        .nest("/a/{a}", inner);
    TestClient::new(app)
}

async fn maybe(number: Option<Path<u8>>) -> String {
    format!("{:?}", number.map(|Path(number)| number))
}

async fn uris(uri: Uri, original: OriginalUri, matched: MatchedPath, request: Request) -> String {
    let (mut parts, _) = request.into_parts();
    parts.method = Method::PUT;
    format!("{} {} {}", uri.path(), original.path(), matched.as_str())
}

async fn nothing(matched: Option<MatchedPath>, original: OriginalUri) -> String {
    format!("{:?} {}", matched.map(|path| path.as_str().to_owned()), original.path())
}

#[track_caller]
fn gives(path: &str, text: &str) {
    let response = app().get(path).send();
    assert_eq!((response.status().as_u16(), response.text()), (200, text.to_owned()), "{path}");
}

#[track_caller]
fn refuses(path: &str, status: u16, detail: Option<&str>) {
    let response = app().get(path).send();
    assert_eq!(response.status(), status, "{path}");
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&response.text()).unwrap();
    assert_eq!(problem["detail"].as_str(), detail, "{path}");
}

#[test]
fn parameters_are_decoded() {
    gives("/users/7/Ford%20Prefect", "7 Ford Prefect");
    gives("/users/7/a+b%2Fc?d=e/f", "7 a+b/c");
    gives("/files/a/%C3%A9/c?d", "a/é/c");
    gives("/raw/%25?x", "a=%;");
    gives("/maybe", "None");
    gives("/maybe/7", "Some(7)");
}

#[test]
fn nested_routers_have_all_parameters_and_both_uris() {
    gives("/a/1/2/map", r#"{"a": "1", "b": "2"}"#);
    gives("/a/1/%32/raw", "a=1;b=2;");
    gives("/a/1/2/uris?x=y", "/2/uris /a/1/2/uris /a/{a}/{b}/uris");
}

#[test]
fn a_fallback_has_no_matched_path() {
    gives("/a/1/2/3/4", "None /a/1/2/3/4");
}

#[test]
fn refusals_name_the_parameter() {
    let number = "path parameter `id`: cannot parse `x` to a `u32`";
    refuses("/users/x/y", 400, Some(number));
    refuses("/users/4294967296/y", 400, Some(&number.replace("`x`", "`4294967296`")));
    refuses("/users/7/%ff", 400, Some("invalid UTF-8 in path parameter `name`"));
    let escape = "a `%` is not followed by two hexadecimal digits in path parameter `a`";
    refuses("/raw/%zz", 400, Some(escape));
    refuses("/raw/%ff", 400, Some("invalid UTF-8 in path parameter `a`"));
    refuses("/too/1/2", 500, None);
    refuses("/maybe/x", 400, Some("path parameter `n`: cannot parse `x` to a `u8`"));
    gives("/why/256", "path parameter `n`: cannot parse `256` to a `u8`");
}

#[test]
fn a_bug_is_reported_on_stderr_only() {
    let response = app().get("/too/1/2").send();
    assert_eq!(response.text(), r#"{"title":"Internal Server Error","status":500}"#);
}
