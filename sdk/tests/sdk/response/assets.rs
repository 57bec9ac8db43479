//! Embedded files: which of them answers.

use doorway::http::{HeaderMap, HeaderName, Method};
use doorway::response::{Assets, Response};
use doorway::rust_embed::RustEmbed;
use doorway::testing::block_on;
use doorway::{Handler, IntoResponse, Request, Router, Service};

use crate::support::made::{DATE, DIGITS, Made, TAG, ask, field, get, text};
use crate::support::panics::panic_of;

/// The files of `tests/public`.
#[derive(RustEmbed)]
#[folder = "tests/public"]
#[crate_path = "doorway::rust_embed"]
struct Folder;

fn request(method: Method, uri: &str) -> Request {
    Request::builder().method(method).uri(uri).body(()).unwrap().into()
}

/// Asks an app.
fn send(app: &impl Service, method: Method, uri: &str) -> Response {
    block_on(app.call(request(method, uri)))
}

fn call(app: &impl Service, uri: &str) -> Response {
    send(app, Method::GET, uri)
}

#[test]
fn a_file_is_sent_with_all_that_is_known_of_it() {
    let response = get("/digits", &[]);
    assert_eq!(response.status(), 200);
    assert_eq!(field(&response, "content-type"), Some("application/octet-stream"));
    assert_eq!(field(&response, "etag"), Some(TAG));
    assert_eq!(field(&response, "last-modified"), Some(DATE));
    assert_eq!(field(&response, "accept-ranges"), Some("bytes"));
    assert_eq!(field(&response, "cache-control"), None);
    assert_eq!(text(response), DIGITS);
}

#[test]
fn a_folder_of_files_is_served() {
    let app = Assets::<Folder>::new();
    let response = call(&app, "/?from=mail");
    assert_eq!(field(&response, "content-type"), Some("text/html; charset=utf-8"));
    let tag = field(&response, "etag").unwrap().to_owned();
    assert_eq!(tag.len(), 34);
    assert!(text(response).contains("Earth"));
    let style = call(&app, "/style.css");
    assert_eq!(field(&style, "content-type"), Some("text/css; charset=utf-8"));
    assert_ne!(field(&style, "etag"), Some(&*tag));
    assert_eq!(text(call(&app, "/docs/")), text(call(&app, "/docs/index.html")));
    let problem = call(&app, "/no.css");
    assert_eq!(problem.status(), 404);
    assert_eq!(field(&problem, "content-type"), Some("application/problem+json"));
}

#[test]
fn it_is_a_handler_too() {
    let assets = Assets::<Folder>::new();
    let response = block_on(Handler::call(&assets, request(Method::GET, "/style.css"), &"state"))
        .into_response();
    assert_eq!(response.status(), 200);
}

#[test]
fn names_are_decoded_and_nothing_is_resolved() {
    assert_eq!(text(get("/a%20b/%C3%BC%25.txt", &[])), "odd");
    assert_eq!(text(get("a b/ü%25.txt", &[])), "odd");
    for path in [
        "/../secret",
        "../secret",
        "/./secret",
        "./secret",
        "//secret",
        "/%2Fsecret",
        "/docs/../secret",
        "/%2e%2e/secret",
        "/%2e/secret",
        "/docs/%2E%2E/secret",
        "/..%2fsecret",
        "/a%5Cb",
        "/a\\b",
        "/%ff",
        "/%zz",
        "/%",
        "/digits/",
        "/digits%00",
        "/DIGITS",
        "*",
        "/docs/index",
        "/",
        "",
    ] {
        assert_eq!(get(path, &[]).status(), 404, "{path}");
    }
}

#[test]
fn a_folder_is_its_index() {
    assert_eq!(text(get("/docs/", &[])), "<p>");
    for (path, location) in [
        ("/docs", "./docs/"),
        ("docs", "./docs/"),
        ("/docs?a=b/c&d", "./docs/?a=b/c&d"),
        ("/%64ocs", "./%64ocs/"),
        ("/docs?\u{7f}ü", "./docs/?%7F%C3%BC"),
    ] {
        let response = get(path, &[]);
        assert_eq!(response.status(), 307, "{path}");
        assert_eq!(field(&response, "location"), Some(location));
    }
    let own = Assets::<Made>::new().index("start.htm");
    assert_eq!(text(call(&own, "/x/")), "start");
    assert_eq!(call(&own, "/docs/").status(), 404);
    let none = Assets::<Made>::new().index("");
    assert_eq!(call(&none, "/docs/").status(), 404);
    assert_eq!(call(&none, "/docs").status(), 404);
}

/// Of a page below another folder than its links say none would be found.
#[test]
fn an_encoded_slash_ends_no_folder() {
    for path in ["/docs%2F", "/docs%2f", "/docs%2F/", "/%2Fdocs", "/%2F"] {
        assert_eq!(get(path, &[]).status(), 404, "{path}");
    }
    assert_eq!(text(get("/a%20b%2F%C3%BC%25.txt", &[])), "odd");
}

#[test]
fn a_slash_too_many_is_left_out_as_service_and_as_handler() {
    let app: Router = Router::new()
        .nest_service("/service", Assets::<Made>::new())
        .route("/handler/{*path}", doorway::routing::get(Assets::<Made>::new()));
    for form in ["/service", "/handler"] {
        for (path, status) in [
            ("/digits", 200),
            ("//digits", 200),
            ("///digits", 200),
            ("//docs/", 200),
            ("//docs", 307),
            ("//docs%2F", 404),
            ("//docs//index.html", 404),
            ("//%2Fsecret", 404),
        ] {
            let response = call(&app, &format!("{form}{path}"));
            assert_eq!(response.status(), status, "{form}{path}");
        }
    }
    // As an app it is the same.
    assert_eq!(text(get("//digits", &[])), DIGITS);
}

#[test]
fn other_methods_get_allow() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        for path in ["/digits", "/docs", "/docs/"] {
            let response = ask(method.clone(), path, &[]);
            assert_eq!(response.status(), 405);
            assert_eq!(field(&response, "allow"), Some("GET, HEAD"));
        }
        assert_eq!(ask(method, "/no", &[]).status(), 404);
    }
}

#[test]
fn a_missing_page_is_a_page() {
    let app = Assets::<Folder>::new().not_found("404.html");
    let response = call(&app, "/no");
    assert_eq!(response.status(), 404);
    assert_eq!(field(&response, "content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(field(&response, "etag"), None);
    let page = text(response);
    assert!(page.contains("Not here"));
    let head = send(&app, Method::HEAD, "/no");
    assert_eq!(
        (head.status().as_u16(), field(&head, "content-length")),
        (404, Some(&*page.len().to_string()))
    );
    assert_eq!(send(&app, Method::POST, "/no").status(), 404);
}

#[test]
fn an_app_with_its_own_routes_gets_its_page_for_all_of_them() {
    let app = Assets::<Folder>::new().fallback("index.html");
    let page = text(call(&app, "/"));
    for path in ["/planets/3", "/planets/", "/%ff"] {
        let response = call(&app, path);
        assert_eq!(response.status(), 200);
        assert!(field(&response, "etag").is_some());
        assert_eq!(text(response), page);
    }
    assert_eq!(call(&app, "/docs").status(), 307);
    assert_eq!(send(&app, Method::POST, "/planets/3").status(), 405);
}

#[test]
fn files_say_how_long_they_may_be_kept() {
    let app = Assets::<Folder>::new()
        .cache_control("no-cache")
        .cache_control_in("style", "max-age=60")
        .fallback("index.html");
    let of = |path: &str| field(&call(&app, path), "cache-control").unwrap().to_owned();
    assert_eq!(of("/style.css"), "max-age=60");
    assert_eq!(of("/"), "no-cache");
    assert_eq!(of("/style"), "no-cache");
    let tag = call(&app, "/style.css").headers()["etag"].clone();
    let again = HeaderMap::from_iter([(HeaderName::from_static("if-none-match"), tag)]);
    let again = app.respond("/style.css", &again, &Method::GET);
    assert_eq!(
        (again.status().as_u16(), field(&again, "cache-control")),
        (304, Some("max-age=60"))
    );
}

#[test]
fn a_mistake_in_the_setup_names_its_line() {
    let line = |mistake: fn() -> Assets<Folder>| {
        let (message, file, _) = panic_of(mistake);
        assert_eq!(file, file!());
        message
    };
    let missing = line(|| Assets::new().not_found("no.html"));
    assert!(missing.contains("no file `no.html` is embedded"), "{missing}");
    let missing = line(|| Assets::new().fallback("no.html"));
    assert!(missing.contains("no file `no.html` is embedded"), "{missing}");
    let value = line(|| Assets::new().cache_control("a\nb"));
    assert!(value.contains("invalid `cache-control`"), "{value}");
}
