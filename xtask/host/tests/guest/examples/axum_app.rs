//! An axum app, unchanged, in a component.

use bytes::Bytes;
use http::Request;
use http_body_util::Full;

use crate::ends_well;
use crate::guests::AXUM_APP;

fn post(path: &str, content_type: &str, body: &'static str) -> Request<Full<Bytes>> {
    let request = Request::post(path).header("content-type", content_type);
    request.body(Full::from(body)).unwrap()
}

#[tokio::test]
async fn books_are_found() {
    let server = AXUM_APP.start().await;
    let answer = server.get("/api/books?author=Jane+Austen&limit=1").await;
    let emma = r#"{"isbn":"9780141439587","title":"Emma","author":"Jane Austen","cents":899}"#;
    assert!(answer.text().starts_with(r#"[{"isbn":"9780141439518","#), "{}", answer.text());
    let answer = server.get("/api/books/9780141439587").await;
    assert_eq!((answer.status, answer.text()), (200, emma));
    assert_eq!(answer.header("x-route"), "/api/books/{isbn}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");

    let answer = server.get("/api/books/1").await;
    let error = r#"{"error":"there is no book with the ISBN 1"}"#;
    assert_eq!((answer.status, answer.text()), (404, error));
    let answer = server.get("/api/records").await;
    assert_eq!((answer.status, answer.text()), (404, "there is nothing at /api/records\n"));
    ends_well(server).await;
}

#[tokio::test]
async fn an_order_is_answered_with_a_receipt() {
    let server = AXUM_APP.start().await;
    let order = r#"{"isbn":"9780141439587","copies":3}"#;
    let answer = server.request(post("/api/orders", "application/json", order)).await;
    assert_eq!((answer.status, answer.header("location")), (201, "/api/books/9780141439587"));
    assert!(answer.text().ends_with(r#""copies":3,"cents":2697}"#), "{}", answer.text());
    let answer = server.request(post("/api/orders", "application/json", r#"{"isbn""#)).await;
    assert_eq!(answer.status, 400);
    ends_well(server).await;
}

#[tokio::test]
async fn the_form_of_the_page_leads_back_to_it() {
    let server = AXUM_APP.start().await;
    assert_eq!(server.get("/").await.header("content-type"), "text/html; charset=utf-8");
    let form = "email=emma%40hartfield.example";
    let request = post("/newsletter", "application/x-www-form-urlencoded", form);
    let answer = server.request(request).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/#thanks"));
    ends_well(server).await;
}
