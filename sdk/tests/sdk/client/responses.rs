//! A client's responses: bodies as bytes, text, JSON and chunks, their limits and their ends.

use std::cell::Cell;
use std::rc::Rc;

use doorway::client::{Client, Error, Response};
use doorway::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use doorway::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use doorway::testing::TestClient;
use doorway::{Body, ErrorKind, IntoResponse, Request, client, response};
use futures_util::future::LocalBoxFuture;
use futures_util::{TryStreamExt, stream};

const URL: &str = "https://api.test/a?b";

/// In messages: a query may hold a token.
const PLACE: &str = "https://api.test/a?…";

const SUM: HeaderName = HeaderName::from_static("x-sum");

/// An upstream that always answers so.
fn answering<R: IntoResponse>(answer: impl Fn() -> R + 'static) -> TestClient {
    TestClient::new(|_: Request| async {}).upstream("https://api.test", move |_: Request| {
        let answer = answer().into_response();
        async { answer }
    })
}

/// Asks it, and does something with what comes.
fn ask<R: IntoResponse, T>(
    answer: impl Fn() -> R + 'static,
    look: impl AsyncFnOnce(Response) -> Result<T, Error>,
) -> Result<T, Error> {
    answering(answer).block_on(async { look(client::get(URL).send().await?).await })
}

/// Chunks of no declared length, and trailers.
fn chunked() -> Body {
    let trailers = HeaderMap::from_iter([(SUM, HeaderValue::from_static("7"))]);
    Body::from_stream(stream::iter(["one ", "two"].map(Ok::<_, Error>))).with_trailers(trailers)
}

fn broken() -> Body {
    let fire = doorway::Error::other("the disk is on fire");
    Body::from_stream(stream::iter([Ok("half"), Err(fire)]))
}

#[test]
fn a_body_over_the_limit_is_not_read() {
    let sent = Rc::new(Cell::new(0));
    let endless = {
        let sent = sent.clone();
        move || {
            let sent = sent.clone();
            Body::from_stream(stream::repeat_with(move || {
                sent.set(sent.get() + 1);
                Ok::<_, Error>("ten bytes.")
            }))
        }
    };
    let message = format!(
        "the response of `{PLACE}` is longer than the limit of 25 bytes: raise that with \
         `RequestBuilder::body_limit` or `ClientBuilder::body_limit`, or read chunks"
    );
    let upstreams = answering(endless);
    let of_client = Client::builder().body_limit(25).build().unwrap();
    for request in [of_client.get(URL), client::get(URL).body_limit(25)] {
        sent.set(0);
        let error = upstreams.block_on(async { request.send().await?.bytes().await }).unwrap_err();
        assert_eq!((error.is_body(), error.is_decode()), (true, false));
        assert_eq!(error.to_string(), message);
        assert_eq!(error.url().unwrap(), URL);
        assert_eq!(sent.get(), 3);
        let error = doorway::Error::from(error);
        assert_eq!((error.kind(), error.status().as_u16()), (ErrorKind::TooLarge, 502));
    }
    // A request's limit counts before its client's; what is just as long is within it.
    let upstreams = answering(|| "26 bytes, which is 1 over..");
    upstreams.block_on(async {
        assert!(of_client.get(URL).send().await.unwrap().text().await.is_err());
        let request = of_client.get(URL).body_limit(27);
        assert_eq!(request.send().await.unwrap().text().await.unwrap().len(), 27);
        assert!(of_client.get(URL).send().await.unwrap().chunk().await.is_ok());
    });
    assert!(ask(|| vec![0; 16 * 1024 * 1024], Response::bytes).is_ok());
    let error = ask(|| vec![0; 16 * 1024 * 1024 + 1], Response::bytes).unwrap_err();
    assert!(error.to_string().contains("limit of 16777216 bytes"), "{error}");
}

#[test]
fn a_body_that_breaks_off_never_looks_whole() {
    type Look = fn(Response) -> LocalBoxFuture<'static, Result<(), Error>>;
    let looks: [Look; 6] = [
        |found| Box::pin(async { found.bytes().await.map(drop) }),
        |found| Box::pin(async { found.text().await.map(drop) }),
        |found| Box::pin(async { found.text_with_charset("l1").await.map(drop) }),
        |mut found| {
            Box::pin(async move {
                assert_eq!(found.chunk().await?.unwrap(), "half");
                found.chunk().await.map(drop)
            })
        },
        |found| Box::pin(async { found.bytes_stream().try_collect::<Vec<_>>().await.map(drop) }),
        |mut found| Box::pin(async move { found.trailers().await.map(drop) }),
    ];
    for look in looks {
        let error = ask(broken, async |found| look(found).await).unwrap_err();
        assert_eq!((error.is_body(), error.is_decode(), error.is_timeout()), (true, false, false));
        assert_eq!(error.url().unwrap(), URL);
        assert_eq!(error.to_string(), "the other side broke off");
        assert_eq!(error.into_response().status(), 502);
    }
}

#[test]
fn a_body_comes_in_chunks_and_then_its_trailers() {
    ask(chunked, async |mut found| {
        assert_eq!(found.content_length(), None);
        assert_eq!(found.chunk().await?.unwrap(), "one ");
        assert_eq!(found.chunk().await?.unwrap(), "two");
        assert_eq!(found.chunk().await?, None);
        assert_eq!(found.chunk().await?, None);
        assert_eq!(found.trailers().await?.unwrap()[SUM], "7");
        assert_eq!(found.trailers().await?, None);
        Ok(())
    })
    .unwrap();
    let unread = ask(chunked, async |mut found| found.trailers().await).unwrap();
    assert_eq!(unread.unwrap()[SUM], "7");
    let half = async |mut found: Response| {
        found.chunk().await?;
        found.trailers().await
    };
    assert_eq!(ask(chunked, half).unwrap().unwrap()[SUM], "7");
    assert_eq!(ask(|| "no trailers", async |mut found| found.trailers().await).unwrap(), None);
    let chunks = async |found: Response| found.bytes_stream().try_collect::<Vec<_>>().await;
    assert_eq!(ask(chunked, chunks).unwrap(), ["one ", "two"]);
    assert_eq!(ask(Body::empty, chunks).unwrap(), [""; 0]);
    assert_eq!(ask(chunked, Response::text).unwrap(), "one two");
}

#[test]
fn a_length_is_that_of_the_body() {
    let length = async |found: Response| Ok(found.content_length());
    assert_eq!(ask(|| "seven b", length).unwrap(), Some(7));
    assert_eq!(ask(Body::empty, length).unwrap(), Some(0));
    assert_eq!(ask(chunked, length).unwrap(), None);
    let after = async |mut found: Response| {
        found.chunk().await?;
        Ok(found.content_length())
    };
    assert_ne!(ask(|| "seven b", after).unwrap(), Some(7));
}

#[test]
fn without_a_body_the_length_of_another_counts_for_nothing() {
    const HUGE: HeaderValue = HeaderValue::from_static("99999999999");
    for (method, status) in [
        (Method::HEAD, StatusCode::OK),
        (Method::HEAD, StatusCode::NOT_FOUND),
        (Method::GET, StatusCode::NO_CONTENT),
        (Method::GET, StatusCode::NOT_MODIFIED),
    ] {
        let upstreams = answering(move || (status, [(CONTENT_LENGTH, HUGE)]));
        upstreams.block_on(async {
            let client = Client::new();
            let ask = async || client.request(method.clone(), URL).send().await.unwrap();
            let mut found = ask().await;
            assert_eq!((found.status(), found.content_length()), (status, Some(0)));
            assert_eq!(found.chunk().await.unwrap(), None);
            assert_eq!(found.trailers().await.unwrap(), None);
            assert_eq!(ask().await.bytes().await.unwrap(), "");
            assert_eq!(ask().await.text().await.unwrap(), "");
            if method == Method::HEAD {
                assert_eq!(found.headers()[CONTENT_LENGTH], HUGE);
            }
        });
    }
}

#[test]
fn a_status_of_an_error_is_one_if_that_is_wanted() {
    for status in [200, 204, 304, 399, 400, 404, 418, 500, 599, 600, 999] {
        let status = StatusCode::from_u16(status).unwrap();
        let is_error = (400..600).contains(&status.as_u16());
        ask(
            move || (status, "why"),
            async |found| {
                assert_eq!(found.error_for_status_ref().is_err(), is_error, "{status}");
                let Err(error) = found.error_for_status() else { return Ok(()) };
                assert!(error.is_status() && is_error);
                assert_eq!(
                    (error.status(), error.url().unwrap().to_string()),
                    (Some(status), URL.into())
                );
                assert_eq!(error.to_string(), format!("`{PLACE}` answered {status}"));
                assert_eq!(error.into_response().status(), 502);
                Ok(())
            },
        )
        .unwrap();
    }
    let text = ask(
        || (StatusCode::IM_A_TEAPOT, "why"),
        async |found| {
            let error = found.error_for_status_ref().unwrap_err();
            Ok(format!("{error}: {}", found.text().await?))
        },
    );
    assert_eq!(text.unwrap(), format!("`{PLACE}` answered 418 I'm a teapot: why"));
}

#[test]
fn a_response_is_passed_on_as_it_came() {
    async fn app(request: Request) -> Result<Response, Error> {
        let mut found = client::get(URL).send().await?;
        assert_eq!(found.url(), URL);
        match request.uri().path() {
            "/read" => drop(found.chunk().await?),
            "/changed" => {
                let names = found.headers_mut();
                names.insert("x-new", HeaderValue::from_static("new"));
                names.remove(CONTENT_TYPE);
                found.extensions_mut().insert(7_u8);
                assert_eq!(found.extensions().get(), Some(&7_u8));
            }
            _ => {}
        }
        Ok(found)
    }
    let api = |_: Request| async { (StatusCode::CREATED, [("x-a", "1")], chunked()) };
    let gateway = TestClient::new(app).upstream("https://api.test", api);
    for (path, text) in [("/", "one two"), ("/read", "two"), ("/changed", "one two")] {
        let response = gateway.get(path).send();
        assert_eq!((response.status().as_u16(), response.header("x-a")), (201, Some("1")));
        assert_eq!(response.header("x-new"), (path == "/changed").then_some("new"));
        assert_eq!(response.text(), text);
        assert_eq!(response.trailers().unwrap()[SUM], "7");
    }
    let parts = ask(chunked, async |found| Ok::<response::Response, _>(found.into())).unwrap();
    assert_eq!(parts.status(), 200);
}

#[test]
fn a_response_is_the_body_of_another_request() {
    let upstreams = TestClient::new(|_: Request| async {})
        .upstream("https://api.test", |_: Request| async { chunked() })
        .upstream("https://echo.test", |request: Request| async { request.into_body() });
    let (text, body) = upstreams.block_on(async {
        let found = client::get(URL).send().await.unwrap();
        let echo = client::post("https://echo.test").body(found).send().await.unwrap();
        let body = client::get(URL).send().await.unwrap().into_body();
        (echo.text().await.unwrap(), body.collect_up_to(64).await.unwrap())
    });
    assert_eq!((&*text, &body.bytes()[..]), ("one two", b"one two".as_slice()));
    assert_eq!(body.trailers().unwrap()[SUM], "7");
}

#[test]
fn a_response_that_is_not_final_is_none() {
    let switching = || StatusCode::SWITCHING_PROTOCOLS;
    let error = ask(switching, async |_| Ok(())).unwrap_err();
    let message = error.to_string();
    assert!(error.is_request() && !error.is_connect(), "{error:?}");
    assert_eq!(message, "the response has the status 101, which is not a final one");

    let proxy = TestClient::new(client::Proxy::new("https://api.test"));
    let proxy = proxy.upstream("https://api.test", move |_: Request| async move { switching() });
    let response = proxy.get("/").send();
    assert_eq!((response.status().as_u16(), &*response.text()), (502, ""));

    let request = doorway::http::Request::get(URL).body("").unwrap();
    let sent = answering(switching).block_on(client::send(request));
    assert_eq!(sent.unwrap_err().kind(), ErrorKind::Connection);
}
