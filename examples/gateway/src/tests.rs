use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;

use doorway::http::{HeaderMap, StatusCode};
use doorway::testing::TestClient;
use doorway::{Body, ErrorCode, IntoResponse, Request, Response};

use super::*;

const UPSTREAMS: &str = "users=http://users.test:9000 shop=https://shop.test/v1/";
const USERS: &str = "http://users.test:9000";
const SHOP: &str = "https://shop.test";

fn client() -> TestClient {
    TestClient::new(with_upstreams(UPSTREAMS, Duration::from_millis(100)).unwrap())
}

/// Answers with the method, the URL and the content.
async fn told(request: Request) -> Result<String, Error> {
    let first = format!("{} {}\n", request.method(), request.uri());
    Ok(first + &request.into_body().collect_up_to(1024).await?.into_string()?)
}

/// A service that answers with these statuses, one after the other, and counts requests.
fn in_turn(
    statuses: &[u16],
) -> (Rc<Cell<usize>>, impl Fn(Request) -> std::future::Ready<Response>) {
    let asked = Rc::new(Cell::new(0));
    let (count, statuses) = (asked.clone(), statuses.to_vec());
    let service = move |_: Request| {
        let status = statuses.get(count.get()).copied().unwrap_or(200);
        count.set(count.get() + 1);
        std::future::ready(StatusCode::from_u16(status).unwrap_or_default().into_response())
    };
    (asked, service)
}

#[test]
fn the_first_segment_selects_the_service() {
    let client = client().upstream(USERS, told).upstream(SHOP, told);
    let answer = |path: &str| client.get(path).send().text();
    assert_eq!(answer("/users/7?full=yes&a=%26"), format!("GET {USERS}/7?full=yes&a=%26\n"));
    assert_eq!(answer("/users"), format!("GET {USERS}/\n"));
    assert_eq!(answer("/shop/carts/1"), format!("GET {SHOP}/v1/carts/1\n"));
    let created = client.post("/shop/carts").body("cheese").send();
    assert_eq!(created.text(), format!("POST {SHOP}/v1/carts\ncheese"));

    assert_eq!(client.get("/elsewhere").send().status(), 404);
    assert_eq!(client.get("/userscape").send().status(), 404);
    assert_eq!(answer("/"), r#"["shop","users"]"#);
}

#[test]
fn fields_for_one_connection_are_removed() {
    let got = Rc::new(RefCell::<HeaderMap>::default());
    let headers = got.clone();
    let users = move |request: Request| {
        *headers.borrow_mut() = request.headers().clone();
        async { [("proxy-authenticate", "Basic"), ("x-kept", "down")].into_response() }
    };
    let request = client().upstream(USERS, users).get("/users");
    let request = request.header("proxy-authorization", "Basic x").header("x-kept", "up");
    let response = request.send();
    assert_eq!(response.header("x-kept"), Some("down"));
    assert_eq!(response.header("proxy-authenticate"), None);
    let got = got.take();
    assert_eq!(got["x-kept"], "up");
    assert!(!got.contains_key("proxy-authorization"), "{got:?}");
    // The trace links its log with those of the services.
    assert!(got.contains_key("traceparent"), "{got:?}");
    assert_eq!(got["x-forwarded-prefix"], "/users");
}

#[test]
fn failed_requests_are_retried() {
    let (asked, users) = in_turn(&[503, 502]);
    assert_eq!(client().upstream(USERS, users).get("/users/7").send().status(), 200);
    assert_eq!(asked.get(), 3);

    // The third attempt failed too.
    let (asked, users) = in_turn(&[503; 9]);
    assert_eq!(client().upstream(USERS, users).get("/users/7").send().status(), 503);
    assert_eq!(asked.get(), 3);
}

#[test]
fn unsafe_requests_are_not_retried() {
    let (asked, users) = in_turn(&[503]);
    let response = client().upstream(USERS, users).post("/users").body("Ada").send();
    assert_eq!((response.status().as_u16(), asked.get()), (503, 1));
}

#[test]
fn a_redirect_is_for_the_client_to_follow() {
    let users = async |_: Request| (StatusCode::FOUND, [("location", "/users/8")]).into_response();
    let response = client().upstream(USERS, users).get("/users/7").send();
    assert_eq!((response.status().as_u16(), response.header("location")), (302, Some("/users/8")));
}

#[test]
fn an_unreachable_service_is_a_bare_502_or_504() {
    let gone = client().upstream_error(USERS, ErrorCode::ConnectionRefused);
    let response = gone.get("/users").send();
    assert_eq!((response.status().as_u16(), response.text()), (502, String::new()));

    let slow = client().upstream(USERS, async |_: Request| pending::<StatusCode>().await);
    let response = slow.post("/users").body("Ada").send();
    assert_eq!((response.status().as_u16(), response.text()), (504, String::new()));
}

#[test]
fn bodies_and_trailers_pass_as_they_come() {
    let echo = async |request: Request| request.into_body();
    let client = client().upstream(USERS, echo);
    let mut trailers = HeaderMap::new();
    trailers.insert("x-sum", "6".parse().unwrap());
    let body = Body::from("abc").with_trailers(trailers.clone());
    let response = client.post("/users").header("te", "trailers").body(body).send();
    assert_eq!(response.text(), "abc");
    assert_eq!(response.trailers(), Some(&trailers));
}

#[test]
fn an_invalid_list_is_logged() {
    for (list, why) in [
        ("", "it is empty: write `name=http://host:port`"),
        ("users", "`users` must be like `name=http://host:port`"),
        ("{id}=http://a", "`{id}` is not a valid name: use letters, digits, `-` and `_`"),
        ("a=http://a b=http://b a=http://c", "`a` is repeated"),
    ] {
        let error = with_upstreams(list, FIRST_BYTE).unwrap_err();
        assert!(error.starts_with(why), "{error}");
        let response = TestClient::new(unusable(&error)).get("/").send();
        assert_eq!((response.status().as_u16(), response.text()), (500, String::new()));
    }
    // An invalid URL affects its own service only.
    let app = with_upstreams("a=ftp://a.test b=http://b.test", FIRST_BYTE).unwrap();
    let client = TestClient::new(app).upstream("http://b.test", told);
    assert_eq!(
        (client.get("/a").send().status().as_u16(), client.get("/b").send().status().as_u16()),
        (500, 200)
    );
}
