//! The answers where no route matches.

use doorway::extract::{MatchedPath, OriginalUri, Path, RawPathParams, State};
use doorway::http::{Method, StatusCode, Uri};
use doorway::routing::get;
use doorway::{Request, Router};

use crate::support::ask::check;

/// Says what a fallback sees.
async fn seen(method: Method, uri: Uri, whole: OriginalUri, path: Option<MatchedPath>) -> String {
    format!("{method} {} of {}, {path:?}", uri.path(), whole.path())
}

#[test]
fn a_fallback_answers_unmatched_paths() {
    let app = Router::new().route("/a", get("a")).fallback(seen);
    check(
        &app,
        [
            ("GET /a", "200 a"),
            ("POST /a", "405 [GET, HEAD, OPTIONS]"),
            ("GET /b", "200 GET /b of /b, None"),
            ("PURGE /a/", "200 PURGE /a/ of /a/, None"),
            ("OPTIONS /", "200 OPTIONS / of /, None"),
        ],
    );
    check(&app.clone().reset_fallback(), [("GET /b", "404")]);
    check(&app.clone().fallback("the last counts"), [("GET /b", "200 the last counts")]);
    check(&app.fallback(StatusCode::GONE), [("GET /b", "410"), ("GET /a", "200 a")]);
}

#[test]
fn a_fallback_may_be_a_service() {
    let service = |request: Request| async move { format!("service {}", request.uri().path()) };
    let app = Router::<()>::new().fallback_service(service);
    check(&app, [("GET /a?b", "200 service /a")]);
    let inner = Router::new().route("/{name}", get(|Path(name): Path<String>| async { name }));
    let app = Router::new().route("/a", get("a")).fallback_service(inner.fallback("neither"));
    check(&app, [("GET /a", "200 a"), ("GET /b?c", "200 b"), ("GET /b/c", "200 neither")]);
}

#[test]
fn the_innermost_fallback_counts() {
    let innermost = Router::new().route("/x", get("x")).fallback("innermost");
    let inner = Router::new().route("/x", get("x")).nest("/c", innermost).fallback("inner");
    let plain = Router::new().route("/x", get("x"));
    let app = Router::new().nest("/b", inner).nest("/p", plain).fallback("outer");
    check(
        &app,
        [
            ("GET /b/c/x", "200 x"),
            ("GET /b/c/y", "200 innermost"),
            ("GET /b/c", "200 innermost"),
            ("GET /b/c/", "200 innermost"),
            ("GET /b/cc", "200 inner"),
            ("GET /b", "200 inner"),
            ("GET /b/", "200 inner"),
            ("GET /b/y?/c/", "200 inner"),
            ("GET /bb", "200 outer"),
            ("GET /p/y", "200 outer"),
            ("GET /y", "200 outer"),
            ("POST /b/c/x", "405 [GET, HEAD, OPTIONS]"),
        ],
    );
}

#[test]
fn without_one_outside_there_is_a_404() {
    let inner = Router::new().route("/x", get("x")).fallback(seen);
    let app = Router::new().nest("/b", inner);
    check(
        &app,
        [
            ("GET /y", "404"),
            ("GET /b/y", "200 GET /y of /b/y, None"),
            ("GET /b", "200 GET / of /b, None"),
        ],
    );
}

#[test]
fn fallbacks_get_the_parameters_of_their_prefix() {
    async fn tenant(Path(tenant): Path<String>, uri: Uri) -> String {
        format!("{tenant} {}", uri.path())
    }
    async fn all(params: RawPathParams, uri: Uri) -> String {
        format!("{:?} {}", params.iter().collect::<Vec<_>>(), uri.path())
    }
    async fn maybe(path: Option<Path<String>>) -> String {
        format!("{path:?}")
    }
    let users = Router::new().route("/{user}", get(all)).fallback(all);
    let inner =
        Router::new().route("/x", get(tenant)).nest("/users/{group}", users).fallback(tenant);
    let app = Router::new()
        .nest("/{tenant}", inner)
        .nest("/static", Router::new().fallback(maybe))
        .fallback(maybe);
    check(
        &app,
        [
            ("GET /red%20one/x", "200 red one /x"),
            ("GET /red%20one/y", "200 red one /y"),
            ("GET /red/users/g/7", r#"200 [("tenant", "red"), ("group", "g"), ("user", "7")] /7"#),
            ("GET /red/users/g/7/8", r#"200 [("tenant", "red"), ("group", "g")] /7/8"#),
            ("GET /red/users/g", r#"200 [("tenant", "red"), ("group", "g")] /"#),
            ("GET /static/y", "200 None"),
            ("GET //y", "200 None"),
        ],
    );
}

#[test]
fn a_written_prefix_goes_before_a_parameter() {
    let named = Router::new().fallback("named");
    let plain = Router::new().fallback("plain");
    let twice = Router::new().fallback("twice");
    let app = Router::<()>::new().nest("/{a}", named.clone()).nest("/b", plain.clone());
    let reversed = Router::new().nest("/b", plain).nest("/{a}/{b}", twice).nest("/{a}", named);
    for app in [app, reversed.clone()] {
        check(&app, [("GET /b/x", "200 plain"), ("GET /c", "200 named"), ("GET /b", "200 plain")]);
    }
    check(&reversed, [("GET /b/x/y", "200 plain"), ("GET /c/x/y", "200 twice")]);
}

#[test]
fn fallbacks_have_the_state_of_their_router() {
    async fn word(State(word): State<&'static str>) -> &'static str {
        word
    }
    let inner = Router::new().fallback(word).with_state("inner");
    let shared = Router::new().fallback(word);
    let app = Router::new().nest("/a", inner).nest("/b", shared).fallback(word).with_state("outer");
    check(&app, [("GET /a/x", "200 inner"), ("GET /b/x", "200 outer"), ("GET /x", "200 outer")]);
}

#[test]
fn merged_routers_have_one_fallback() {
    let one = Router::new().route("/a", get("a"));
    let other = Router::new().route("/b", get("b")).fallback("other");
    for app in [one.clone().merge(other.clone()), other.merge(one)] {
        check(&app, [("GET /a", "200 a"), ("GET /b", "200 b"), ("GET /c", "200 other")]);
    }
    let nested = Router::new().nest("/n", Router::new().fallback("nested"));
    let app = Router::<()>::new().route("/n/a", get("a")).merge(nested).fallback("outer");
    check(&app, [("GET /n/a", "200 a"), ("GET /n/b", "200 nested"), ("GET /b", "200 outer")]);
}
