use doorway::testing::TestClient;
use doorway::tower::from_tower;
use serde_json::{Value, json};

fn client() -> TestClient {
    TestClient::new(from_tower(super::app()))
}

#[test]
fn books_are_listed_and_searched() {
    let all: Vec<Value> = client().get("/api/books").send().json();
    assert_eq!(all.len(), 4);
    let request = client().get("/api/books").query(&[("author", "Jane Austen"), ("limit", "1")]);
    let found: Value = request.send().json();
    assert_eq!(found[0]["title"], "Pride and Prejudice");
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(client().get("/api/books?limit=some").send().status(), 400);
}

#[test]
fn a_book_is_found_by_its_isbn() {
    let response = client().get("/api/books/9780141439587").send();
    assert_eq!(response.header("x-route"), Some("/api/books/{isbn}"));
    assert_eq!(response.json::<Value>()["title"], "Emma");

    let response = client().get("/api/books/1").send();
    assert_eq!(response.status(), 404);
    assert_eq!(response.json::<Value>(), json!({ "error": "there is no book with the ISBN 1" }));
}

#[test]
fn an_order_is_answered_with_a_receipt() {
    let order = json!({ "isbn": "9780141439587", "copies": 3 });
    let response = client().post("/api/orders").json(&order).send();
    assert_eq!(response.status(), 201);
    assert_eq!(response.header("location"), Some("/api/books/9780141439587"));
    assert_eq!(response.json::<Value>()["cents"], 2697);
}

#[test]
fn an_order_that_cannot_be_met_is_refused() {
    for (order, status) in [
        (json!({ "isbn": "9780141439587", "copies": 0 }), 422),
        (json!({ "isbn": "1", "copies": 1 }), 404),
        (json!({ "isbn": "9780141439587" }), 422),
    ] {
        assert_eq!(client().post("/api/orders").json(&order).send().status(), status, "{order}");
    }
    let response = client().post("/api/orders").body("isbn=9780141439587").send();
    assert_eq!(response.status(), 415);
}

#[test]
fn the_form_of_the_page_leads_back_to_it() {
    let page = client().get("/").send();
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains(r#"<form method="post" action="/newsletter">"#));

    let response = client().post("/newsletter").form(&[("email", "emma@hartfield.example")]).send();
    assert_eq!((response.status().as_u16(), response.header("location")), (303, Some("/#thanks")));
    let response = client().post("/newsletter").form(&[("email", "Emma")]).send();
    assert_eq!(response.status(), 422);
}

#[test]
fn a_404_has_the_whole_path() {
    let response = client().get("/api/records/1").send();
    assert_eq!(response.status(), 404);
    assert_eq!(response.text(), "there is nothing at /api/records/1\n");
    assert_eq!(client().delete("/api/books").send().status(), 405);
}

#[test]
fn layers_of_tower_http_are_around_it() {
    let request = client().options("/api/orders").header("origin", "https://example.com");
    let response = request.header("access-control-request-method", "POST").send();
    assert_eq!(response.status(), 200);
    assert_eq!(response.header("access-control-allow-methods"), Some("GET,POST"));

    let response = client().get("/api/books").header("origin", "https://example.com").send();
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    let response = client().get("/").header("origin", "https://example.com").send();
    assert_eq!(response.header("access-control-allow-origin"), None);
}
