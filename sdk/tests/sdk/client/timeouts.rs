//! Time limits of a client, cancellation, and requests side by side.

use std::cell::Cell;
use std::future::{pending, ready};
use std::pin::pin;
use std::rc::Rc;

use doorway::client::{Client, Error, RequestBuilder, retry};
use doorway::http::StatusCode;
use doorway::testing::TestClient;
use doorway::time::{Duration, sleep};
use doorway::{Body, ErrorCode, Request, client};
use futures_util::future::{Either, join_all, select};
use futures_util::stream::{self, FuturesUnordered, StreamExt};

const SHORT: Duration = Duration::from_millis(10);
const LONG: Duration = Duration::from_secs(3600);

/// Counts what is alive.
struct Alive(Rc<Cell<usize>>);

impl Alive {
    fn new(count: &Rc<Cell<usize>>) -> Self {
        count.set(count.get() + 1);
        Self(count.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// One chunk, and then nothing more.
fn stalling() -> Body {
    Body::from_stream(stream::iter(["chunk"]).chain(stream::pending()).map(Ok::<_, doorway::Error>))
}

/// Upstreams that are slow in all ways.
fn network() -> TestClient {
    TestClient::new(|_: Request| async {})
        .upstream("http://silent.test", |_: Request| pending::<()>())
        .upstream("http://stalls.test", |_: Request| async { stalling() })
        .upstream("http://endless.test", |_: Request| async {
            Body::from_stream(stream::repeat_with(|| Ok::<_, doorway::Error>("chunk")))
        })
        .upstream("http://down.test", |_: Request| async { StatusCode::SERVICE_UNAVAILABLE })
        .upstream("http://quick.test", |_: Request| async { "quick" })
        .upstream("http://leads.test", |request: Request| async move {
            let to = request.uri().query().unwrap_or_default().to_owned();
            (StatusCode::FOUND, [("location", format!("http://{to}.test/"))])
        })
}

fn read(request: RequestBuilder) -> Result<String, Error> {
    network().block_on(async { request.send().await?.text().await })
}

#[test]
fn a_head_that_never_comes_is_over_the_limit() {
    for url in ["http://silent.test/", "http://leads.test/?silent"] {
        let error = read(client::get(url).timeout(SHORT)).unwrap_err();
        assert!(error.is_timeout() && error.is_request() && !error.is_body(), "{error:?}");
        assert_eq!(error.url().unwrap(), "http://silent.test/");
        assert!(error.to_string().contains("10ms"), "{error}");
        let error = doorway::Error::from(error);
        assert_eq!(error.status(), 504);
    }
}

#[test]
fn a_body_that_stalls_or_never_ends_is_over_the_limit() {
    for url in ["http://stalls.test/", "http://leads.test/?stalls"] {
        let error = read(client::get(url).timeout(SHORT)).unwrap_err();
        assert!(error.is_timeout() && error.is_body() && !error.is_request(), "{error:?}");
        assert_eq!(error.url().unwrap(), "http://stalls.test/");
    }
    let request = client::get("http://endless.test/").timeout(SHORT).body_limit(usize::MAX);
    let ended = network().block_on(async {
        let mut response = request.send().await?;
        while response.chunk().await?.is_some() {}
        Ok::<_, Error>(())
    });
    assert!(ended.unwrap_err().is_timeout());
}

#[test]
fn what_is_in_time_is_whole() {
    let limited = Client::builder().timeout(LONG).build().unwrap();
    assert_eq!(read(limited.get("http://quick.test/")).unwrap(), "quick");
    assert_eq!(read(client::get("http://leads.test/?quick").timeout(LONG)).unwrap(), "quick");
    assert_eq!(read(client::get("http://quick.test/").timeout(Duration::MAX)).unwrap(), "quick");
}

#[test]
fn that_of_the_request_goes_before_that_of_the_client() {
    let patient = Client::builder().timeout(LONG).build().unwrap();
    assert!(read(patient.get("http://silent.test/").timeout(SHORT)).unwrap_err().is_timeout());
    let impatient = Client::builder().timeout(SHORT).build().unwrap();
    assert!(read(impatient.get("http://silent.test/")).unwrap_err().is_timeout());
    let network = network().upstream("http://later.test", |_: Request| async {
        sleep(2 * SHORT).await;
        "later"
    });
    let text = network.block_on(async {
        impatient.get("http://later.test/").timeout(LONG).send().await?.text().await
    });
    assert_eq!(text.unwrap(), "later");
    // It goes with the request that is built.
    let request = patient.get("http://silent.test/").timeout(SHORT).build().unwrap();
    assert!(network.block_on(patient.execute(request)).unwrap_err().is_timeout());
}

#[test]
fn waiting_to_repeat_counts_too() {
    let policy = retry::Policy::new(u32::MAX).base_delay(SHORT / 10);
    let client = Client::builder().retry(policy).timeout(3 * SHORT).build().unwrap();
    match network().block_on(client.get("http://leads.test/?down").send()) {
        Ok(response) => assert_eq!(response.status(), 503),
        Err(error) => assert!(error.is_timeout()),
    }
}

#[test]
fn a_body_that_is_passed_on_is_cut_off() {
    let app = |request: Request| async move {
        let url = format!("http://a.test{}", request.uri().path());
        client::get(url).timeout(20 * SHORT).send().await
    };
    let client = TestClient::new(app).upstream("http://a.test", |request: Request| async move {
        if request.uri().path() == "/silent" {
            pending::<()>().await;
        }
        stalling()
    });
    let response = client.get("/stalls").send();
    assert_eq!(response.status(), 200);
    let mut chunks = response.chunks();
    assert_eq!(chunks.next().unwrap().unwrap(), "chunk");
    assert!(chunks.next().unwrap().is_err(), "it must not look whole");
    let response = client.get("/silent").send();
    assert_eq!((response.status().as_u16(), response.text().as_str()), (504, ""));
}

#[test]
fn the_limits_of_the_host_are_told_apart() {
    let network = network();
    let client = Client::builder()
        .connect_timeout(LONG)
        .first_byte_timeout(SHORT)
        .between_bytes_timeout(SHORT)
        .build()
        .unwrap();
    let error = network.block_on(client.get("http://silent.test/").send()).unwrap_err();
    assert!(error.is_timeout() && error.is_request());
    assert_eq!(error.code(), Some(&ErrorCode::ConnectionReadTimeout));
    let error = network
        .block_on(async { client.get("http://stalls.test/").send().await?.text().await })
        .unwrap_err();
    assert!(error.is_timeout() && error.is_body());
    assert_eq!(error.code(), Some(&ErrorCode::ConnectionReadTimeout));
    assert_eq!(read(client.get("http://quick.test/")).unwrap(), "quick");
}

#[test]
fn dropping_a_request_drops_what_answers_it() {
    let alive = Rc::new(Cell::new(0));
    let count = alive.clone();
    let network =
        TestClient::new(|_: Request| async {}).upstream("http://a.test", move |_: Request| {
            let alive = Alive::new(&count);
            async move {
                let _alive = alive;
                pending::<()>().await;
            }
        });
    let limited = Client::builder().timeout(LONG).retry(retry::Policy::new(1)).build().unwrap();
    for client in [Client::new(), limited] {
        network.block_on(async {
            let mut sending = Box::pin(client.get("http://a.test/").send());
            let Either::Right(_) = select(&mut sending, ready(())).await else {
                panic!("the silent one answered");
            };
            assert_eq!(alive.get(), 1);
            drop(sending);
            assert_eq!(alive.get(), 0);
        });
    }
    // So does a time limit.
    let sent = network.block_on(client::get("http://a.test/").timeout(SHORT).send());
    assert!(sent.is_err() && alive.get() == 0);
}

#[test]
fn requests_run_side_by_side() {
    let (now, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (count, max) = (now.clone(), most.clone());
    let network = network().upstream("http://a.test", move |request: Request| {
        let alive = Alive::new(&count);
        max.set(max.get().max(count.get()));
        async move {
            let _alive = alive;
            let number: u32 = request.uri().query().unwrap_or_default().parse().unwrap_or(0);
            // The last that is asked is the first to answer.
            sleep(SHORT / 10 * (8 - number)).await;
            number.to_string()
        }
    });
    let client = Client::new();
    let get = |number: u32| {
        let request = client.get(format!("http://a.test/?{number}"));
        async move { request.send().await?.text().await }
    };
    network.block_on(async {
        let all = join_all((0..8).map(get)).await;
        let all: Result<Vec<_>, _> = all.into_iter().collect();
        assert_eq!((all.unwrap().concat().as_str(), most.get()), ("01234567", 8));

        let mut unordered: FuturesUnordered<_> = (0..8).map(get).collect();
        let mut answers = Vec::new();
        while let Some(answer) = unordered.next().await {
            answers.push(answer.unwrap());
        }
        answers.sort_unstable();
        assert_eq!(answers.concat(), "01234567");

        let slow = pin!(client.get("http://silent.test/").send());
        match select(slow, pin!(get(7))).await {
            Either::Right((answer, _slow)) => assert_eq!(answer.unwrap(), "7"),
            Either::Left(_) => panic!("the silent one answered"),
        }
        assert!(matches!(select(pin!(get(0)), ready(())).await, Either::Right(_)));
    });
    assert_eq!(now.get(), 0);
}
