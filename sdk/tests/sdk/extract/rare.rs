//! Extractors that few handlers need: the path of a nest, raw forms, the client's socket; and limits
//! that an extractor sets.

use std::net::SocketAddr;

use doorway::extract::connect_info::{Connected, IntoMakeServiceWithConnectInfo, MockConnectInfo};
use doorway::extract::rejection::StringRejection;
use doorway::extract::{ConnectInfo, DefaultBodyLimit, FromRequest, NestedPath, RawForm};
use doorway::http::HeaderValue;
use doorway::routing::{any, get};
use doorway::testing::TestClient;
use doorway::{Request, Router};

async fn nest(path: Option<NestedPath>) -> String {
    path.map_or("-".to_owned(), |path| path.as_str().to_owned())
}

#[test]
fn the_path_of_a_nest_is_known_in_it() {
    let own = || Router::new().route("/", get(nest)).route("/x/{y}", get(nest));
    let with_fallback = own().fallback(nest);
    let app = own()
        .nest("/api", own().nest("/{version}/", with_fallback))
        .nest_service("/service", Router::new().nest("/in", own()).fallback(nest))
        .route("/must", get(async |path: NestedPath| path.as_str().to_owned()));
    let client = TestClient::new(app);
    for (path, nested) in [
        ("/", "-"),
        ("/x/1", "-"),
        ("/api", "/api"),
        ("/api/x/1", "/api"),
        ("/api/v2/x/1", "/api/{version}"),
        ("/api/v2/other", "/api/{version}"),
        ("/service/in", "/service/in"),
        ("/service/in/x/1", "/service/in"),
        ("/service/other", "/service"),
    ] {
        assert_eq!(client.get(path).send().text(), nested, "{path}");
    }
    assert_eq!(client.get("/must").send().status(), 500);
}

#[test]
fn a_raw_form_is_as_it_came() {
    let app = any(async |RawForm(form): RawForm| form);
    let client = TestClient::new(Router::new().route("/", app));
    assert_eq!(client.get("/?a=%zz&&b").send().text(), "a=%zz&&b");
    assert_eq!(client.get("/").send().text(), "");
    let post = |content_type| {
        let request = client.post("/").header("content-type", content_type);
        let response = request.body("c=+%c3;").send();
        (response.status().as_u16(), response.text().to_owned())
    };
    let form = "application/x-www-form-urlencoded";
    assert_eq!(post(form), (200, "c=+%c3;".to_owned()));
    assert_eq!(post("text/plain").0, 415);
}

/// A text of a few bytes.
struct Note(String);

impl<S> FromRequest<S> for Note {
    type Rejection = StringRejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, StringRejection> {
        DefaultBodyLimit::max(4).apply(&mut request);
        String::from_request(request, state).await.map(Self)
    }
}

#[test]
fn an_extractor_sets_a_limit_of_its_own() {
    let app = Router::new()
        .route("/", any(async |Note(note): Note| note))
        .layer(DefaultBodyLimit::disable());
    let client = TestClient::new(app);
    assert_eq!(client.post("/").body("four").send().text(), "four");
    assert_eq!(client.post("/").body("fiver").send().status(), 413);
}

/// The next field would be the client's.
#[test]
#[allow(deprecated)]
fn a_forwarded_field_that_is_malformed_is_refused() {
    use doorway::extract::{Host, Scheme};

    let app = Router::new()
        .route("/host", get(async |Host(host): Host| host))
        .route("/some", get(async |host: Option<Host>| host.unwrap().0))
        .route("/scheme", get(async |Scheme(scheme): Scheme| scheme));
    let client = TestClient::new(app);
    let send = |path, forwarded: &[u8], other: &[u8]| {
        let request =
            client.get(path).header("forwarded", HeaderValue::from_bytes(forwarded).unwrap());
        let other = HeaderValue::from_bytes(other).unwrap();
        let request = request.header("x-forwarded-host", other.clone());
        let response = request.header("x-forwarded-proto", other).send();
        (response.status().as_u16(), response.text().to_owned())
    };
    for (forwarded, named) in [
        (&b"for=\"a,b\";host=real;proto=\"re\\al\", host=no"[..], "real"),
        (b"for=a, host=no;proto=no", "other"),
    ] {
        for path in ["/host", "/some", "/scheme"] {
            assert_eq!(send(path, forwarded, b"other"), (200, named.to_owned()));
        }
    }
    for forwarded in
        [&b"host=\"real;proto=http"[..], b"for=\xe9;host=real;proto=http", b"host;proto"]
    {
        for path in ["/host", "/some", "/scheme"] {
            let (status, text) = send(path, forwarded, b"other");
            assert_eq!(status, 400);
            assert!(text.contains("the `forwarded` field is malformed"), "{text}");
        }
    }
    for (path, name) in [("/host", "host"), ("/some", "host"), ("/scheme", "proto")] {
        let (status, text) = send(path, b"for=a", b"\xe9");
        assert_eq!(status, 400);
        assert!(text.contains(&format!("the `x-forwarded-{name}` field is malformed")), "{text}");
    }
}

#[derive(Clone)]
struct Peer(String);

/// As it is written for a server.
impl Connected<&SocketAddr> for Peer {
    fn connect_info(address: &SocketAddr) -> Self {
        Self(address.to_string())
    }
}

async fn address(ConnectInfo(address): ConnectInfo<SocketAddr>) -> String {
    address.to_string()
}

async fn peer(peer: Option<ConnectInfo<Peer>>) -> String {
    peer.map_or("nobody".to_owned(), |ConnectInfo(peer)| peer.0)
}

fn app() -> Router {
    Router::new().route("/", get(address)).route("/peer", get(peer)).without_v07_checks()
}

#[test]
fn no_host_tells_the_address_of_a_client() {
    let made: IntoMakeServiceWithConnectInfo<Router, SocketAddr> =
        app().into_make_service_with_connect_info();
    let client = TestClient::new(made);
    let response = client.get("/").send();
    assert_eq!(response.text(), r#"{"title":"Internal Server Error","status":500}"#);
    assert_eq!(client.get("/peer").send().text(), "nobody");
}

#[test]
fn a_test_tells_one() {
    let address = SocketAddr::from(([127, 0, 0, 1], 8080));
    let mocked = app().layer(MockConnectInfo(address)).layer(MockConnectInfo(Peer("me".into())));
    let client = TestClient::new(mocked);
    assert_eq!(client.get("/").send().text(), "127.0.0.1:8080");
    assert_eq!(client.get("/peer").send().text(), "me");
    // The value itself goes before a mock.
    let real = app()
        .layer(doorway::Extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 443)))))
        .layer(MockConnectInfo(address));
    assert_eq!(TestClient::new(real).get("/").send().text(), "192.0.2.7:443");
}
