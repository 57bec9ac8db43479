//! The tests that axum's programs bring.

use doorway::Json;
use doorway::body::Body;
use doorway::http::{self, Request, StatusCode, header};
use doorway::routing::{get, post};
use doorway::{Router, extract::Path};
use serde_json::{Value, json};
use tower::{Service, ServiceExt};

fn app() -> Router {
    Router::new()
        .route("/", get(|| async { "Welcome!" }))
        .route("/double", post(|Json(number): Json<i64>| async move { Json(json!(2 * number)) }))
        .route("/planets/{name}", get(|Path(name): Path<String>| async move { name }))
}

#[test]
fn one_request() {
    super::run(async {
        let app = app();

        // It needs no server: the router is a service.
        let response =
            app.oneshot(Request::builder().uri("/").body(Body::empty()).unwrap()).await.unwrap();

        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(super::text(response).await, "Welcome!");
    });
}

#[test]
fn json() {
    super::run(async {
        let request = Request::builder()
            .method(http::Method::POST)
            .uri("/double")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(serde_json::to_vec(&json!(21)).unwrap()))
            .unwrap();
        let response = app().oneshot(request).await.unwrap();

        assert_eq!(response.status(), StatusCode::OK);
        let body: Value = serde_json::from_str(&super::text(response).await).unwrap();
        assert_eq!(body, json!(42));
    });
}

#[test]
fn not_found() {
    super::run(async {
        let request = Request::get("/planets").body(String::new()).unwrap();
        let response = app().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    });
}

/// More than one request to the same app.
#[test]
fn several_requests() {
    super::run(async {
        let mut app = app().into_service();

        for name in ["earth", "mars"] {
            let request =
                Request::builder().uri(format!("/planets/{name}")).body(Body::empty()).unwrap();
            let response = ServiceExt::<Request<Body>>::ready(&mut app)
                .await
                .unwrap()
                .call(request)
                .await
                .unwrap();
            assert_eq!(super::text(response).await, name);
        }
    });
}

#[test]
fn a_borrowed_router() {
    super::run(async {
        let mut app = app();
        let request = Request::new(Body::empty());
        let response = app.as_service().ready().await.unwrap().call(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let response = app.as_service().oneshot(Request::head("/").body(Body::empty()).unwrap());
        let response = response.await.unwrap();
        assert_eq!(response.headers()[header::CONTENT_LENGTH], "8");
        assert_eq!(super::text(response).await, "");
    });
}

#[test]
fn a_router_for_each_connection() {
    super::run(async {
        let mut make = app().into_make_service();
        let router = Service::<&str>::call(&mut make, "a connection").await.unwrap();
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    });
}
