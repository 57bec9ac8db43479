//! The middleware under `cargo test`, in front of a service that echoes the user.

use doorway::middleware::from_fn;
use doorway::testing::TestClient;
use doorway::{Request, Router};

use super::*;

fn client() -> TestClient {
    let behind = async |request: Request| {
        let user = request.headers().get(USER).and_then(|user| user.to_str().ok());
        format!("{} for {}", request.uri().path(), user.unwrap_or("nobody"))
    };
    TestClient::new(Router::new().fallback(behind).layer(from_fn(authenticate)))
}

#[test]
fn a_request_with_a_token_passes_with_the_user() {
    let response = client().get("/todos").header("authorization", "Bearer open-sesame").send();
    assert_eq!((response.status().as_u16(), response.text()), (200, "/todos for alibaba".into()));
}

#[test]
fn a_client_cannot_set_the_user() {
    let request = client().get("/").header("authorization", "Bearer swordfish");
    let response = request.header(USER, "alibaba").send();
    assert_eq!(response.text(), "/ for wagstaff");
}

#[test]
fn a_request_without_a_token_is_a_401() {
    let response = client().get("/todos").send();
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()[WWW_AUTHENTICATE], r#"Bearer realm="todos""#);
    assert!(response.text().contains("authorization: Bearer TOKEN"), "{}", response.text());
}

#[test]
fn an_unknown_token_is_refused() {
    let response = client().get("/").header("authorization", "Bearer guess").send();
    assert_eq!(response.status(), 401);
    let challenge = r#"Bearer realm="todos", error="invalid_token""#;
    assert_eq!(response.headers()[WWW_AUTHENTICATE], challenge);
}

#[test]
fn another_scheme_is_a_bad_request() {
    let response = client().get("/").header("authorization", "Basic b3Blbi1zZXNhbWU6").send();
    assert_eq!(response.status(), 400);
}
