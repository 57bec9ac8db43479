use super::*;

fn moved(source: &str) -> String {
    rewrite(source, false).unwrap().source
}

#[test]
fn imports_and_paths_get_the_name_of_the_crate() {
    assert_eq!(
        moved("use axum::{routing::get, middleware::{self, Next}, Json as J};"),
        "use {doorway::routing::get, doorway::middleware::{self}, doorway::middleware::Next, doorway::Json as J};"
    );
    assert_eq!(moved("pub use axum_extra::extract::*;"), "pub use doorway::extract::*;");
    assert_eq!(
        moved("#[axum::debug_handler] fn a() -> axum::Json<u8> { reqwest::get(1) }"),
        "#[doorway::debug_handler] fn a() -> doorway::Json<u8> { doorway::client::get(1) }"
    );
    assert_eq!(moved("extern crate reqwest;"), "extern crate doorway;");
}

#[test]
fn everything_else_stays() {
    for source in [
        "// axum::serve\nuse std::{fmt, io};\nfn a(axum: A) { axum.b(\"axum::c\"); self::axum::d() }\n",
        "use http::request::Parts;\n",
        "fn a<'a>(b: &'a str) -> impl Sized + use<'a> { b }",
    ] {
        assert_eq!(moved(source), source);
    }
}

#[test]
fn the_parts_of_a_request_are_ours_beside_an_extractor() {
    assert_eq!(
        moved("use axum::{extract::FromRequestParts, http::{request::Parts, StatusCode}};"),
        "use {doorway::extract::FromRequestParts, doorway::request::Parts, doorway::http::StatusCode};"
    );
    assert_eq!(
        moved(
            "impl FromRequestParts for A { fn b(c: &mut http::request::Parts, d: axum::http::request::Parts) {} }"
        ),
        "impl FromRequestParts for A { fn b(c: &mut doorway::request::Parts, d: doorway::request::Parts) {} }"
    );
}

#[test]
fn the_request_may_be_the_one_of_tower() {
    let source = "use axum::extract::Request; use tower::Service;";
    let moved = |source: &str| rewrite(source, true).unwrap().source;
    assert_eq!(moved(source), "use doorway::tower::Request; use tower::Service;");
    let extractor = format!("{source} impl FromRequest for A {{}}");
    assert_eq!(moved(&extractor), extractor.replace("axum", "doorway"));
}

#[test]
fn main_becomes_the_handler() {
    let source = "\
use axum::Router;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() {
    let state = State::new();
    tokio::fs::create_dir(\"a\").await.unwrap();
    let app = Router::new().with_state(state);
    let listener = TcpListener::bind(\"127.0.0.1:3000\").await.unwrap();
    println!(\"{}\", listener.local_addr().unwrap());
    axum::serve(listener, app.into_make_service()).await.unwrap();
}
";
    let moved = rewrite(source, false).unwrap();
    assert!(moved.without_main);
    let lines: Vec<&str> =
        moved.source.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "use doorway::Router;",
            "use {};",
            "#[doorway::http_handler]",
            "fn app() -> doorway::Router {",
            "let state = State::new();",
            "let app = Router::new().with_state(state);",
            "app",
            "}",
        ]
    );
}

#[test]
fn an_app_that_is_there_already_keeps_its_name() {
    let moved = moved(
        "#[tokio::main]\nasync fn main() {\n    axum::serve(listener, app()).await;\n}\nfn app() {}\n",
    );
    assert_eq!(
        moved,
        "#[doorway::http_handler]\nfn served() -> doorway::Router {\n    app()\n}\nfn app() {}\n"
    );
}

#[test]
fn a_main_that_starts_servers_is_a_function_that_nobody_calls() {
    let source = "#[tokio::main] async fn main() { a().await }\nasync fn a() { axum::serve(b, c).await.unwrap(); }\n";
    let moved = rewrite(source, false).unwrap();
    assert!(moved.without_main);
    assert_eq!(
        moved.source,
        "#[allow(dead_code)] async fn started() { a().await }\n\
         async fn a() { { fn served<M>(_: impl doorway::IntoService<M>) {} served(c); } }\n"
    );
}

#[test]
fn an_app_that_is_made_a_service_elsewhere_stays_one() {
    assert_eq!(
        moved("async { axum::serve(listener, a.into_make_service()).await; };"),
        "async { let _ = a.into_make_service(); };"
    );
    assert_eq!(
        moved(
            "async { axum::serve(listener, a.into_make_service_with_connect_info::<B>(),).await; };"
        ),
        "async { { fn served<M>(_: impl doorway::IntoService<M>) {} served(a); } };"
    );
}

#[test]
fn tests_and_another_main_stay() {
    let source = "fn main() { a() }\n#[cfg(test)]\nmod tests { fn b() { doorway::serve(listener, app); } }\n";
    let from = source.replace("doorway", "axum");
    let moved = rewrite(&from, false).unwrap();
    assert!(!moved.without_main);
    assert_eq!(moved.source, source);
}
