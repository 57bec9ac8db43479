//! A client's retries, and their limits.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use doorway::client::retry::Policy;
use doorway::client::{Client, Error, RequestBuilder, Response};
use doorway::http::{HeaderValue, StatusCode};
use doorway::testing::{TestClient, UpstreamError};
use doorway::time::{Duration, Instant};
use doorway::{Body, ErrorCode, IntoResponse, Request};
use futures_util::stream;

/// A client that does not wait, except for `retry-after`.
fn client(policy: Policy) -> Client {
    Client::builder().retry(policy.base_delay(Duration::ZERO)).build().unwrap()
}

/// The reaction of an upstream to one request.
#[derive(Clone)]
enum Act {
    Answer(u16),
    After(u16, &'static str),
    Fail(ErrorCode),
}

use Act::{After, Answer, Fail};

/// Sends to an upstream that reacts in turn, and in the last way from then on. Returns also the
/// bodies that the upstream got.
fn send(acts: &[Act], request: RequestBuilder) -> (Result<Response, Error>, Vec<String>) {
    let (seen, acts) = (Rc::<RefCell<Vec<String>>>::default(), acts.to_vec());
    let bodies = seen.clone();
    let upstream = move |request: Request| {
        let (bodies, acts) = (bodies.clone(), acts.clone());
        async move {
            let body = request.into_body().collect_up_to(1024).await?.into_string()?;
            let act = acts.get(bodies.borrow().len()).or(acts.last()).unwrap().clone();
            bodies.borrow_mut().push(body);
            let (status, after) = match act {
                Fail(code) => return Ok(UpstreamError(code).into_response()),
                Answer(status) => (status, None),
                After(status, after) => (status, Some(HeaderValue::from_static(after))),
            };
            let mut response = StatusCode::from_u16(status).unwrap().into_response();
            after.map(|after| response.headers_mut().insert("retry-after", after));
            Ok::<_, doorway::Error>(response)
        }
    };
    let network = TestClient::new(|_: Request| async {}).upstream("https://a.test", upstream);
    let response = network.block_on(request.send());
    (response, seen.take())
}

fn status(response: Result<Response, Error>) -> u16 {
    response.unwrap().status().as_u16()
}

const URL: &str = "https://a.test/";

#[test]
fn nothing_is_repeated_if_nothing_is_said() {
    let (response, seen) = send(&[Answer(503), Answer(200)], Client::new().get(URL));
    assert_eq!((status(response), seen.len()), (503, 1));
    let (response, seen) = send(&[Answer(503), Answer(200)], client(Policy::new(0)).get(URL));
    assert_eq!((status(response), seen.len()), (503, 1));
}

#[test]
fn it_is_repeated_until_it_works() {
    let acts = [Answer(503), Fail(ErrorCode::ConnectionTerminated), Answer(429), Answer(200)];
    let (response, seen) = send(&acts, client(Policy::new(3)).get(URL));
    assert_eq!((status(response), seen.len()), (200, 4));
    let (response, seen) = send(&acts, client(Policy::new(99)).put(URL).body(String::from("x")));
    assert_eq!((status(response), seen), (200, vec!["x".to_owned(); 4]));
}

#[test]
fn after_the_last_time_it_is_as_it_is() {
    let (response, seen) = send(&[Answer(502)], client(Policy::new(2)).get(URL));
    assert_eq!((status(response), seen.len()), (502, 3));
    let acts = [Answer(502), Answer(503), Fail(ErrorCode::ConnectionRefused)];
    let (response, seen) = send(&acts, client(Policy::new(2)).get(URL));
    let error = response.unwrap_err();
    assert_eq!((error.code(), seen.len()), (Some(&ErrorCode::ConnectionRefused), 3));
    assert!(error.is_connect() && error.url().is_some_and(|url| url == URL));
}

#[test]
fn statuses_that_may_pass_are_repeated() {
    for code in 200..600 {
        let repeated = matches!(code, 408 | 425 | 429 | 502 | 503 | 504);
        let (response, seen) = send(&[Answer(code), Answer(200)], client(Policy::new(1)).get(URL));
        assert_eq!((status(response) == 200, seen.len() == 2), (repeated || code == 200, repeated));
    }
    let policy = || Policy::new(1).statuses([StatusCode::NOT_FOUND]);
    for (code, times) in [(404, 2), (503, 1)] {
        let (_, seen) = send(&[Answer(code), Answer(200)], client(policy()).get(URL));
        assert_eq!(seen.len(), times);
    }
}

#[test]
fn what_may_have_been_done_is_not_done_twice() {
    let repeated = |act: Act, policy: Policy, method: &str| {
        let request = client(policy).request(method.parse().unwrap(), URL).body("x");
        send(&[act, Answer(200)], request).1.len() == 2
    };
    for (method, idempotent) in [
        ("GET", true),
        ("HEAD", true),
        ("OPTIONS", true),
        ("PUT", true),
        ("DELETE", true),
        ("POST", false),
        ("PATCH", false),
        ("FROBNICATE", false),
    ] {
        let once = || Policy::new(1);
        assert_eq!(repeated(Answer(503), once(), method), idempotent, "{method}");
        let broken = Fail(ErrorCode::HttpResponseIncomplete);
        assert_eq!(repeated(broken.clone(), once(), method), idempotent, "{method}");
        // Here the other side has seen nothing.
        assert!(repeated(Fail(ErrorCode::ConnectionRefused), once(), method));
        assert!(repeated(Answer(503), once().all_methods(), method));
        assert!(repeated(broken, once().all_methods(), method));
    }
}

#[test]
fn what_will_not_pass_is_not_repeated() {
    for code in [
        ErrorCode::HttpRequestDenied,
        ErrorCode::TlsCertificateError,
        ErrorCode::DestinationIpProhibited,
        ErrorCode::HttpResponseHeaderSectionSize(None),
        ErrorCode::ConfigurationError,
    ] {
        let acts = [Fail(code.clone()), Answer(200)];
        let (response, seen) = send(&acts, client(Policy::new(1)).get(URL));
        assert_eq!((response.unwrap_err().code(), seen.len()), (Some(&code), 1));
    }
    // Nor is what fails here: a URL, or a test without that upstream.
    for url in ["ftp://a.test/", "https://b.test/"] {
        let (response, seen) = send(&[Answer(200)], client(Policy::new(1)).get(url));
        assert!(response.is_err() && seen.is_empty());
    }
}

#[test]
fn a_stream_is_sent_once() {
    let body = Body::from_stream(stream::iter(["bo", "dy"].map(Ok::<_, doorway::Error>)));
    let (response, seen) = send(&[Answer(503)], client(Policy::new(1)).put(URL).body(body));
    assert_eq!((status(response), seen), (503, vec!["body".to_owned()]));
}

#[test]
fn an_empty_body_that_came_in_is_no_stream() {
    let times = Rc::new(Cell::new(0));
    let count = times.clone();
    let network = TestClient::new(|mut request: Request| async move {
        *request.uri_mut() = URL.parse().unwrap();
        client(Policy::new(1)).execute(request).await
    })
    .upstream("https://a.test", move |_: Request| {
        count.set(count.get() + 1);
        let is_up = count.get() > 1;
        async move { if is_up { StatusCode::OK } else { StatusCode::BAD_GATEWAY } }
    });
    assert_eq!((network.get("/").send().status().as_u16(), times.get()), (200, 2));
}

#[test]
fn retry_after_is_waited_for_unless_it_is_too_long() {
    let start = Instant::now();
    let (response, seen) = send(&[After(429, "1"), Answer(200)], client(Policy::new(1)).get(URL));
    assert_eq!((status(response), seen.len()), (200, 2));
    assert!(start.elapsed() >= Duration::from_secs(1));
    for (after, times) in [
        ("0", 2),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 2),
        ("no time", 2),
        ("6", 1),
        ("99999999999999999999999999", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 1),
    ] {
        let acts = [After(503, after), Answer(200)];
        let (response, seen) = send(&acts, client(Policy::new(1)).get(URL));
        assert_eq!((seen.len(), status(response)), (times, if times == 2 { 200 } else { 503 }));
    }
    let impatient = client(Policy::new(1).max_delay(Duration::ZERO));
    let (response, seen) = send(&[After(503, "1"), Answer(200)], impatient.get(URL));
    assert_eq!((status(response), seen.len()), (503, 1));
}

#[test]
fn what_would_be_over_the_time_limit_is_not_waited_for() {
    let hour = Duration::from_secs(3600);
    let patient = client(Policy::new(1).max_delay(24 * hour));
    let request = patient.get(URL).timeout(hour);
    let (response, seen) = send(&[After(503, "3601"), Answer(200)], request);
    assert_eq!((status(response), seen.len()), (503, 1));
    // The client's limit counts from the first hop.
    let policy = Policy::new(9).base_delay(Duration::ZERO).max_delay(24 * hour);
    let client = Client::builder().retry(policy).timeout(hour).build().unwrap();
    let acts = [Fail(ErrorCode::ConnectionRefused), After(503, "3600")];
    let (response, seen) = send(&acts, client.get(URL));
    assert_eq!((status(response), seen.len()), (503, 2));
}

#[test]
fn a_time_limit_ends_what_is_repeated() {
    let policy = Policy::new(u32::MAX).base_delay(Duration::from_millis(1));
    let client = Client::builder().retry(policy).build().unwrap();
    let request = client.get(URL).timeout(Duration::from_millis(20));
    let (response, seen) = send(&[Answer(503)], request);
    // Either the limit cuts a request off, or there is no time for another one.
    match response {
        Ok(response) => assert_eq!(response.status(), 503),
        Err(error) => assert!(error.is_timeout()),
    }
    assert!(!seen.is_empty());
}

#[test]
fn each_hop_of_a_redirect_is_repeated_by_itself() {
    let asked = Rc::<RefCell<Vec<String>>>::default();
    let log = asked.clone();
    let network = TestClient::new(|_: Request| async {}).upstream(
        "https://a.test",
        move |request: Request| {
            let path = request.uri().path().to_owned();
            log.borrow_mut().push(path.clone());
            let times = log.borrow().iter().filter(|other| **other == path).count();
            async move {
                match (path.as_str(), times) {
                    (_, 1) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
                    ("/a", _) => {
                        (StatusCode::TEMPORARY_REDIRECT, [("location", "/b")]).into_response()
                    }
                    _ => request.into_body().into_response(),
                }
            }
        },
    );
    let client = client(Policy::new(1));
    let text = network.block_on(async {
        let response = client.put("https://a.test/a").body(String::from("body")).send().await?;
        response.text().await
    });
    assert_eq!((text.unwrap(), asked.take().join(" ")), ("body".into(), "/a /a /b /b".into()));
}
