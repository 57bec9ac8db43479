//! The tests of an app, as they are written with tower's `oneshot` and http-body-util.

use doorway::{
    Json, Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    routing::{get, post},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

fn app() -> Router {
    Router::new().route("/", get(|| async { "ready" })).route(
        "/sum",
        post(|Json(terms): Json<Vec<i64>>| async move {
            Json(json!({ "sum": terms.iter().sum::<i64>() }))
        }),
    )
}

async fn text() {
    let request = Request::builder().uri("/").body(Body::empty()).unwrap();
    let response = app().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(&body[..], b"ready");
}

async fn json() {
    let terms = Body::from(serde_json::to_vec(&json!([2, 3, 4])).unwrap());
    let request = Request::post("/sum").header(header::CONTENT_TYPE, "application/json");
    let response = app().oneshot(request.body(terms).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body, json!({ "sum": 9 }));
}

async fn limited() {
    let request = Request::get("/").body(Body::empty()).unwrap();
    let response = app().oneshot(request).await.unwrap();
    assert_eq!(to_bytes(response.into_body(), 5).await.unwrap(), "ready");

    let request = Request::get("/").body(Body::empty()).unwrap();
    let response = app().oneshot(request).await.unwrap();
    assert!(to_bytes(response.into_body(), 4).await.is_err());
}

#[test]
fn a_whole_body_is_read() {
    doorway::testing::block_on(async {
        text().await;
        json().await;
        limited().await;
    });
}
