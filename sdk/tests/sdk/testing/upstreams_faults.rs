//! Upstreams in-process that fail, are late, or are asked for what no host does.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use doorway::client::{self, RequestOptions};
use doorway::http::{HeaderValue, Method};
use doorway::testing::{TestClient, UpstreamError};
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, ErrorCode, ErrorKind, IntoResponse, Request, task};
use futures_util::stream;

use crate::support::called::{forward, read, to, upstreams};

const MS: Duration = Duration::from_millis(1);

fn chunks<const N: usize>(chunks: [&'static str; N]) -> Body {
    Body::from_stream(stream::iter(chunks.map(Ok::<_, Error>)))
}

#[test]
fn time_limits_count() {
    let client = upstreams().upstream("https://api.test", |request: Request| async move {
        if request.uri().path() == "/late" {
            sleep(100 * MS).await;
        }
        let (mut sender, body) = Body::channel();
        task::spawn(async move {
            sender.send("half, ").await?;
            sleep(100 * MS).await;
            sender.send("half").await?;
            sender.finish();
            Ok::<_, Error>(())
        });
        body
    });
    let ask = |path, options: RequestOptions| {
        let request = to(&format!("https://api.test{path}"));
        client.block_on(async move { read(client::send_with(request, &options).await).await })
    };
    let unlimited = RequestOptions::new;
    let kept = unlimited()
        .connect_timeout(MS)
        .first_byte_timeout(2000 * MS)
        .between_bytes_timeout(2000 * MS);
    assert_eq!(ask("/late", kept.clone()).unwrap(), "half, half");
    assert_eq!(ask("/", kept.first_byte_timeout(10 * MS)).unwrap(), "half, half");
    for (path, options, message) in [
        ("/late", unlimited().first_byte_timeout(10 * MS), "GET https://api.test/late failed"),
        ("/", unlimited().between_bytes_timeout(10 * MS), "the other side broke off"),
    ] {
        let error = ask(path, options).unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Timeout, message.to_owned()));
        assert_eq!(error.code(), Some(&ErrorCode::ConnectionReadTimeout));
        assert_eq!(error.status(), 504);
    }
}

#[test]
fn an_upstream_that_fails_does_so_with_its_code() {
    let attempts = Cell::new(0);
    let client = TestClient::new(forward).upstream("https://api.test", move |_: Request| {
        let codes = [ErrorCode::ConnectionRefused, ErrorCode::DnsTimeout];
        let code = codes.get(attempts.replace(attempts.get() + 1)).cloned();
        async move { code.map_or(Ok("up"), |code| Err(UpstreamError(code))) }
    });
    for status in [502, 504, 200] {
        assert_eq!(client.get("/").send().status(), status);
    }
    let client = client.upstream_error("https://api.test", ErrorCode::TlsCertificateError);
    let error = client.block_on(client::send(to("https://api.test/x"))).unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Connection, Some(&ErrorCode::TlsCertificateError))
    );
    assert_eq!(error.to_string(), "GET https://api.test/x failed");
    // Anywhere else it is a response.
    let app = |_: Request| async { UpstreamError(ErrorCode::DnsTimeout) };
    assert_eq!(TestClient::new(app).get("/").send().status(), 502);
}

#[test]
fn a_response_that_breaks_off_never_looks_whole() {
    async fn collect(request: Request) -> Result<String, Error> {
        read(forward(request).await).await
    }
    let broken =
        || Body::from_stream(stream::iter([Ok("half"), Err(Error::other("the disk is on fire"))]));
    let short = || {
        let mut response = chunks(["half"]).into_response();
        response.headers_mut().insert("content-length", HeaderValue::from_static("8"));
        response
    };
    let api = move |request: Request| async move {
        if request.uri().path() == "/short" { short() } else { broken().into_response() }
    };
    for path in ["/broken", "/short"] {
        let client = TestClient::new(collect).upstream("https://api.test", api);
        let response = client.get(path).send();
        assert_eq!((response.status().as_u16(), &*response.text()), (502, ""));
        let client = TestClient::new(forward).upstream("https://api.test", api);
        let response = client.get(path).send();
        let mut chunks = response.chunks();
        assert_eq!(chunks.next().unwrap().unwrap(), "half");
        let error = chunks.next().unwrap().unwrap_err();
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the other side broke off");
    }
}

#[test]
fn a_request_whose_body_fails_fails_with_that() {
    let heard = Rc::new(RefCell::new(None));
    let hears = heard.clone();
    let client = upstreams().upstream("https://api.test", move |request: Request| {
        let heard = hears.clone();
        async move {
            let early = request.uri().path() == "/early";
            let read = async move {
                let error = request.into_body().collect_up_to(64).await.unwrap_err();
                *heard.borrow_mut() = Some((error.status().as_u16(), error.to_string()));
            };
            if early {
                task::spawn(read);
            } else {
                read.await;
            }
            "answered"
        }
    });
    let send = |path| {
        let body = Body::from_stream(stream::iter([Ok("half"), Err(Error::other("no more"))]));
        let request =
            Request::builder().method(Method::POST).uri(format!("https://api.test{path}"));
        client.block_on(client::send(request.body(body).unwrap()))
    };
    let broken_off = Some((400, String::from("the other side broke off")));
    assert_eq!(send("/").unwrap_err().to_string(), "no more");
    assert_eq!(heard.take(), broken_off);
    // An answer that was given stays one.
    assert_eq!(send("/early").unwrap().status(), 200);
    assert_eq!(heard.take(), broken_off);
}

#[test]
fn a_request_that_no_host_sends_is_refused() {
    let client = upstreams().upstream("https://api.test", |_: Request| async { "sent" });
    let unknown_length = |method: Method| {
        let request = Request::builder().method(method).uri("https://api.test/");
        client.block_on(client::send(request.body(chunks(["x"])).unwrap()))
    };
    assert_eq!(unknown_length(Method::GET).unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(unknown_length(Method::POST).unwrap().status(), 200);
    for url in ["/path", "ftp://api.test/", "https://user:secret@api.test/"] {
        let error = client.block_on(client::send(to(url))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{url}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
