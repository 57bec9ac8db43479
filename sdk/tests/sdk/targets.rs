//! Targets that no URI can tell: nobody sees them.

use std::cell::Cell;
use std::rc::Rc;

use doorway::extract::{MatchedPath, OriginalUri, Query, RawQuery};
use doorway::http::{Method, Uri};
use doorway::middleware::{Next, from_fn};
use doorway::routing::get;
use doorway::testing::TestClient;
use doorway::{Handler, Request, Response, Router, Service};

/// Of a path with a query that no URI takes, by one byte, and of one that has to be encoded.
fn too_long() -> [String; 3] {
    let spaces = " ".repeat(21_845);
    [
        format!("/admin/{}", "a".repeat(65_528)),
        format!("/admin/?q={}", "a".repeat(65_525)),
        format!("/admin/{spaces}"),
    ]
}

/// Of a path and query as long as a URI takes.
fn longest() -> String {
    format!("/admin/{}", "a".repeat(65_527))
}

#[track_caller]
fn refuses(client: &TestClient) {
    for target in too_long() {
        let response = client.get(&target).send();
        assert_eq!(response.status(), 414, "{} bytes", target.len());
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(
            response.text(),
            r#"{"title":"URI Too Long","status":414,"detail":"the path and the query have more than 65,534 bytes"}"#
        );
    }
}

/// Counts its calls.
#[derive(Clone, Default)]
struct Calls(Rc<Cell<usize>>);

impl Calls {
    fn note(&self) {
        self.0.set(self.0.get() + 1);
    }

    #[track_caller]
    fn were(&self, expected: usize) {
        assert_eq!(self.0.replace(0), expected);
    }
}

#[test]
fn a_router_refuses_them_before_its_middleware() {
    let calls = Calls::default();
    let (layer, fallback, handler) = (calls.clone(), calls.clone(), calls.clone());
    let handler = move |uri: Uri, original: OriginalUri, matched: MatchedPath| {
        handler.note();
        async move { format!("{} {} {}", uri.path().len(), original.path().len(), matched.as_str()) }
    };
    let fallback = move || {
        fallback.note();
        async {}
    };
    let layer = move |request: Request, next: Next| {
        layer.note();
        next.run(request)
    };
    let app = Router::new()
        .route("/admin/{*rest}", get(handler))
        .fallback(fallback)
        .layer(from_fn(layer));
    let client = TestClient::new(app);
    refuses(&client);
    calls.were(0);
    assert_eq!(client.get(longest()).send().text(), "65534 65534 /admin/{*rest}");
    calls.were(2);
}

#[test]
fn a_router_that_is_called_refuses_them() {
    let app = async |request: Request| -> Response {
        let router: Router = Router::new().fallback(async || "found");
        Service::call(&router, request).await
    };
    refuses(&TestClient::for_handler(app));
}

#[test]
fn services_refuse_them() {
    let calls = Calls::default();
    let called = calls.clone();
    let service = move |request: Request| {
        called.note();
        async move { request.uri().path().len().to_string() }
    };
    let client = TestClient::new(service.clone());
    refuses(&client);
    refuses(&TestClient::new(Router::new().nest_service("/admin", service)));
    calls.were(0);
    assert_eq!(client.get(longest()).send().text(), "65534");
}

#[cfg(feature = "tower")]
#[test]
fn tower_services_refuse_them() {
    use std::convert::Infallible;

    use doorway::Body;

    let calls = Calls::default();
    let called = calls.clone();
    let service = tower::service_fn(move |request: doorway::http::Request<Body>| {
        called.note();
        async move {
            let length = request.uri().path().len();
            Ok::<_, Infallible>(doorway::http::Response::new(Body::from(length.to_string())))
        }
    });
    let client = TestClient::new(doorway::tower::from_tower(service));
    refuses(&client);
    calls.were(0);
    assert_eq!(client.get(longest()).send().text(), "65534");
}

#[test]
fn handlers_that_read_the_uri_refuse_them() {
    #[track_caller]
    fn refused<T: 'static>(handler: impl Handler<T>) {
        refuses(&TestClient::for_handler(handler));
    }

    refused(async |_: Uri| unreachable!() as String);
    refused(async |_: RawQuery| unreachable!() as String);
    refused(async |_: Query<Vec<(String, String)>>| unreachable!() as String);
    refused(async |_: Method, _: Request| unreachable!() as String);
    refused(async |_: Result<OriginalUri, std::convert::Infallible>| unreachable!() as String);
}

#[test]
fn handlers_that_read_no_path_refuse_them_too() {
    let [long, ..] = too_long();
    let client = TestClient::for_handler(async |request: Request| request.uri().path().to_owned());
    assert_eq!(client.get("/a").send().text(), "/a");
    assert_eq!(client.get(&long).send().status(), 414);
    let client = TestClient::for_handler(async |body: String| body);
    assert_eq!(client.post(&long).body("x").send().status(), 414);
    // One that takes nothing of a request sees no path at all.
    for client in [TestClient::for_handler(async || "hello"), TestClient::for_handler("hello")] {
        assert_eq!(client.get(&long).send().text(), "hello");
        let [response, ..] = &client.send_all([client.get(&long), client.get("/a")])[..] else {
            panic!("there are two responses")
        };
        assert_eq!(response.text(), "hello");
    }
    let client = TestClient::for_handler(async |body: String| body);
    let responses = client.send_all([client.get(&long), client.get("/a")]);
    assert_eq!(responses.iter().map(|one| one.status().as_u16()).collect::<Vec<_>>(), [414, 200]);
}
