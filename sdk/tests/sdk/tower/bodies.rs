//! Layers of tower's that change bodies: of responses, whose tags stand for bytes, and of requests.

use std::convert::Infallible;
use std::error::Error as _;

use doorway::extract::rejection::BytesRejection;
use doorway::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, ETAG, HeaderMap};
use doorway::http::{Method, Request, StatusCode};
use doorway::routing::{get, post};
use doorway::testing::{TestClient, TestResponse, block_on};
use doorway::tower::from_tower;
use doorway::{Body, Error, IntoResponse, Json, Router};
use futures_util::stream;
use http_body_util::{BodyExt, Full, StreamBody};
use tower::{Layer, ServiceExt};
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
#[cfg(feature = "gzip")]
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_status::SetStatusLayer;

#[cfg(feature = "gzip")]
use crate::support::coded;

const TAG: &str = "\"v1\"";
const WEAK: &str = "W/\"v1\"";

/// A handler with a tag of its own.
async fn tagged(headers: HeaderMap) -> impl IntoResponse {
    let tag =
        [(ETAG, TAG), (doorway::http::header::LAST_MODIFIED, "Tue, 14 Nov 2023 22:13:20 GMT")];
    match headers.get("if-none-match") {
        Some(_) => (StatusCode::NOT_MODIFIED, tag).into_response(),
        None => (tag, [("repr-digest", "sha-256=:AA==:")], "la ".repeat(1000)).into_response(),
    }
}

fn ask(client: &TestClient, path: &str, fields: &[(&str, &str)]) -> TestResponse {
    fields
        .iter()
        .fold(client.get(path), |request, (name, value)| request.header(*name, *value))
        .send()
}

/// Layers that compress: around a router, below another layer, and around a router as a service.
fn compressed(router: impl Fn() -> Router) -> [TestClient; 3] {
    let layer = CompressionLayer::new;
    [
        TestClient::new(router().layer(layer())),
        TestClient::new(router().layer(layer()).layer(CorsLayer::new())),
        TestClient::new(from_tower(layer().layer(router()))),
    ]
}

#[test]
fn compressed_files_have_weak_tags() {
    let router = || Router::new().route("/", get(tagged));
    for client in compressed(router) {
        let plain = ask(&client, "/", &[]);
        assert_eq!(plain.header("etag"), Some(TAG));
        assert!(plain.header("repr-digest").is_some());
        let packed = ask(&client, "/", &[("accept-encoding", "gzip")]);
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert_eq!((packed.header("etag"), packed.header("repr-digest")), (Some(WEAK), None));
        // A cache goes on knowing it by that.
        for (known, tag) in [(WEAK, WEAK), (TAG, TAG), ("\"x\", W/\"v1\"", WEAK), ("*", TAG)] {
            let fields = [("accept-encoding", "gzip"), ("if-none-match", known)];
            let response = ask(&client, "/", &fields);
            assert_eq!((response.status().as_u16(), response.header("etag")), (304, Some(tag)));
        }
    }
}

#[test]
fn a_tag_is_left_alone_by_layers_that_leave_the_bytes() {
    let coded = || async {
        // Of a handler that has coded it itself.
        ([(ETAG, TAG)], [(CONTENT_ENCODING, "br")], "coded".repeat(100))
    };
    let router = move || Router::new().route("/", get(tagged)).route("/coded", get(coded));
    for client in compressed(router) {
        let response = ask(&client, "/coded", &[("accept-encoding", "gzip")]);
        assert_eq!(response.header("content-encoding"), Some("br"));
        assert_eq!(response.header("etag"), Some(TAG));
    }
    let other = Router::new().route("/", get(tagged)).layer(SetStatusLayer::new(StatusCode::OK));
    let other = TestClient::new(other);
    assert_eq!(ask(&other, "/", &[("accept-encoding", "gzip")]).header("etag"), Some(TAG));
}

#[cfg(feature = "assets")]
#[test]
fn a_download_that_broke_off_is_not_continued_with_other_bytes() {
    use doorway::response::Assets;
    use doorway::rust_embed::RustEmbed;

    #[derive(RustEmbed)]
    #[folder = "tests/public"]
    #[crate_path = "doorway::rust_embed"]
    struct Folder;

    let gzip = ("accept-encoding", "gzip");
    for client in compressed(|| Router::new().fallback_service(Assets::<Folder>::new())) {
        let whole = ask(&client, "/index.html", &[gzip]);
        assert_eq!(whole.header("content-encoding"), Some("gzip"));
        let tag = whole.header("etag").unwrap().to_owned();
        let date = whole.header("last-modified").unwrap().to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        for validator in [&*tag, &*date] {
            let rest = [gzip, ("range", "bytes=20-"), ("if-range", validator)];
            let rest = ask(&client, "/index.html", &rest);
            assert_eq!(
                (rest.status().as_u16(), rest.header("content-encoding")),
                (200, Some("gzip"))
            );
            assert_eq!(rest.bytes(), whole.bytes());
        }
        let known = ask(&client, "/index.html", &[gzip, ("if-none-match", &tag)]);
        assert_eq!((known.status().as_u16(), known.header("etag")), (304, Some(&*tag)));
        // A part of what is not compressed is.
        let plain = ask(&client, "/index.html", &[]);
        let tag = plain.header("etag").unwrap().to_owned();
        let rest = ask(&client, "/index.html", &[gzip, ("range", "bytes=20-"), ("if-range", &tag)]);
        assert_eq!((rest.status().as_u16(), rest.header("etag")), (206, Some(&*tag)));
        assert_eq!(rest.bytes(), plain.bytes()[20..]);
    }
}

async fn length(body: doorway::body::Bytes) -> String {
    body.len().to_string()
}

async fn why(body: Result<doorway::body::Bytes, BytesRejection>) -> String {
    let error = body.unwrap_err();
    let source = error.source().map(|source| source.source().map(ToString::to_string));
    format!("{error}: {}", source.flatten().unwrap_or_default())
}

async fn by_hand(body: Body) -> Result<String, Error> {
    Ok(body.collect_up_to(1 << 20).await?.into_string()?.len().to_string())
}

async fn json(Json(value): Json<serde_json::Value>) -> String {
    value.to_string()
}

fn routes() -> Router {
    Router::new()
        .route("/length", post(length))
        .route("/why", post(why))
        .route("/by-hand", post(by_hand))
        .route("/json", post(json))
}

#[cfg(feature = "gzip")]
#[test]
fn a_damaged_request_is_the_clients_fault() {
    let client = TestClient::new(routes().layer(RequestDecompressionLayer::new()));
    let send = |path: &str, body: Vec<u8>| {
        let request = client.post(path).header("content-encoding", "gzip");
        request.header("content-type", "application/json").body(body).send()
    };
    let whole = coded::gzip(b"[1, 2]");
    assert_eq!(send("/length", whole.clone()).text(), "6");
    assert_eq!(send("/json", whole.clone()).text(), "[1,2]");
    let mut changed = whole.clone();
    changed[whole.len() - 5] ^= 1;
    for body in [changed, whole[..whole.len() - 3].to_vec(), b"[1, 2]".to_vec()] {
        for path in ["/length", "/by-hand", "/json"] {
            let response = send(path, body.clone());
            assert_eq!(response.status(), 400, "{path}");
        }
        let why = send("/why", body).text();
        assert!(why.starts_with("the body could not be read to its end: "), "{why}");
    }
    // A body without a coding is unchanged, and so are its errors.
    assert_eq!(client.post("/length").body("plain").send().text(), "5");
    let long = client.post("/length").body(vec![b'x'; (2 << 20) + 1]).send();
    assert_eq!(long.status(), 413);
    let bomb = coded::gzip(&vec![0; 3 << 20]);
    assert_eq!(send("/length", bomb).status(), 413);
    let other = client.post("/length").header("content-encoding", "br").body("x").send();
    assert_eq!(other.status(), 415);
}

#[test]
fn a_body_over_a_layers_limit_is_too_large() {
    let client = TestClient::new(routes().layer(RequestBodyLimitLayer::new(4)));
    let chunks = |text: &'static str| {
        let chunks = text.as_bytes().chunks(2).map(Ok::<_, Infallible>);
        Body::from_stream(stream::iter(chunks))
    };
    for (text, status) in [("1234", 200), ("12345", 413)] {
        for path in ["/length", "/by-hand"] {
            assert_eq!(client.post(path).body(text).send().status(), status, "{path}");
            assert_eq!(client.post(path).body(chunks(text)).send().status(), status, "{path}");
        }
    }
}

/// A router as a service of hyper's or of a test: its requests have bodies of their own.
#[test]
fn the_bodies_of_other_libraries_are_the_clients_too() {
    let broken = || {
        let frames = [
            Ok(http_body::Frame::data(doorway::body::Bytes::from("[1"))),
            Err(std::io::Error::other("reset by peer")),
        ];
        StreamBody::new(stream::iter(frames))
    };
    for path in ["/length", "/by-hand"] {
        let request = Request::post(path).body(broken()).unwrap();
        assert_eq!(block_on(routes().oneshot(request)).unwrap().status(), 400, "{path}");
    }
}

#[test]
fn a_router_as_a_service_answers_head_without_a_body() {
    let chunks = || async { Body::from_stream(stream::iter([Ok::<_, Infallible>("chunk")])) };
    let app: Router = Router::new()
        .route("/", get(|| async { "Hello!" }))
        .route("/chunks", get(chunks))
        .route("/own", get(|| async { ([(CONTENT_LENGTH, "5")], "Hello") }))
        .route("/204", get(|| async { (StatusCode::NO_CONTENT, "left out") }))
        .route("/empty", get(|| async {}));
    for (path, length, body) in [
        ("/", Some("6"), "Hello!"),
        ("/chunks", None, "chunk"),
        ("/own", Some("5"), "Hello"),
        ("/204", None, "left out"),
        ("/empty", None, ""),
        ("/none", Some("34"), "{\"title\":\"Not Found\",\"status\":404}"),
    ] {
        let answer = |method: Method| {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .body(Full::<doorway::body::Bytes>::default());
            let response = block_on(app.clone().oneshot(request.unwrap())).unwrap();
            let (parts, body) = response.into_parts();
            (parts, block_on(BodyExt::collect(body)).unwrap().to_bytes())
        };
        let (head, nothing) = answer(Method::HEAD);
        assert_eq!(nothing, "", "{path}");
        let declared = head.headers.get(CONTENT_LENGTH).map(|length| length.to_str().unwrap());
        assert_eq!(declared, length, "{path}");
        let (got, content) = answer(Method::GET);
        assert_eq!((content, got.status), (body.into(), head.status), "{path}");
        // Through a host it is the same as of the router itself.
        let hosted = TestClient::new(app.clone()).head(path).send();
        let layered = TestClient::new(from_tower(app.clone())).head(path).send();
        assert_eq!(hosted.header("content-length"), layered.header("content-length"), "{path}");
        assert_eq!(hosted.headers(), layered.headers(), "{path}");
        assert_eq!(layered.text(), "");
    }
}
