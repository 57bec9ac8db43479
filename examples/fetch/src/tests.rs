use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::rc::Rc;
use std::task::Poll;

use doorway::testing::{TestClient, UpstreamError};
use doorway::{Body, ErrorCode, Handler};
use futures_util::stream;
use serde_json::{Value, json};

use super::*;

const APIS: &str = "http://apis.test:9000";

fn client() -> TestClient {
    TestClient::new(with_apis(APIS).unwrap())
}

async fn weather() -> Json<Weather> {
    Json(Weather { sky: "grey".to_owned(), celsius: -3 })
}

async fn news() -> Json<[&'static str; 1]> {
    Json(["None"])
}

async fn trains() -> Json<[Train; 1]> {
    Json([Train { to: "Chur".to_owned(), minutes: 1 }])
}

/// The APIs, with a test's own trains.
fn with_trains<T: 'static>(trains: impl Handler<T> + 'static) -> TestClient {
    let apis = Router::new().route("/weather", get(weather)).route("/news", get(news));
    let apis: Router = apis.route("/trains", get(trains));
    client().upstream(APIS, Router::new().nest("/api", apis))
}

/// The reason why trains are missing, if the rest is there.
#[track_caller]
fn missing<T: 'static>(trains: impl Handler<T> + 'static) -> Value {
    let response = with_trains(trains).get("/?patience=400").send();
    assert_eq!(response.status(), 200);
    let mut travel: Value = response.json();
    let missing = travel["missing"].take();
    let weather = json!({"sky": "grey", "celsius": -3});
    assert_eq!((&travel["weather"], &travel["news"]), (&weather, &json!(["None"])));
    assert_eq!(travel["trains"], Value::Null);
    missing
}

#[test]
fn results_are_returned() {
    let travel: Value = with_trains(trains).get("/").send().json();
    let wanted = json!({
        "weather": {"sky": "grey", "celsius": -3},
        "news": ["None"],
        "trains": [{"to": "Chur", "minutes": 1}],
        "missing": [],
    });
    assert_eq!(travel, wanted);
}

#[test]
fn all_requests_start_before_an_answer() {
    let asked = Rc::new(Cell::new(0));
    let api = move || {
        asked.set(asked.get() + 1);
        let asked = asked.clone();
        poll_fn(move |cx| {
            if asked.get() == 3 {
                return Poll::Ready(StatusCode::IM_A_TEAPOT);
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        })
    };
    let travel: Value = client().upstream(APIS, move |_| api()).get("/").send().json();
    assert_eq!(travel["missing"][2], json!({"api": "trains", "why": "refused", "status": 418}));
}

#[test]
fn slow_apis_time_out() {
    let slow = json!([{"api": "trains", "why": "too slow"}]);
    assert_eq!(missing(|| async { pending::<StatusCode>().await }), slow);
    // The time limit is for the whole answer, not only its head.
    let half = || async {
        let chunk = stream::once(async { Ok::<_, Error>("[{\"to\":") });
        Body::from_stream(stream::StreamExt::chain(chunk, stream::pending()))
    };
    assert_eq!(missing(half), slow);
}

#[test]
fn each_failure_has_its_reason() {
    let gone = || async { UpstreamError(ErrorCode::ConnectionRefused) };
    assert_eq!(missing(gone), json!([{"api": "trains", "why": "unreachable"}]));
    let closed = || async { StatusCode::SERVICE_UNAVAILABLE };
    let refused = json!([{"api": "trains", "why": "refused", "status": 503}]);
    assert_eq!(missing(closed), refused);
    let garbled = json!([{"api": "trains", "why": "garbled"}]);
    assert_eq!(missing(|| async { "<h1>Trains</h1>" }), garbled);
    assert_eq!(missing(|| async { "[".repeat(1 << 20) }), garbled);
}

#[test]
fn nothing_at_all_is_a_502() {
    let response = client().upstream_error(APIS, ErrorCode::DnsTimeout).get("/").send();
    assert_eq!(response.status(), 502);
    assert_eq!(response.json::<Value>()["missing"].as_array().map(Vec::len), Some(3));
}

#[test]
fn patience_is_a_number_within_bounds() {
    for query in ["patience=soon", "patience=0", "patience=10001", "patience=-1"] {
        let response = client().get(format!("/?{query}")).send();
        assert_eq!((query, response.status().as_u16()), (query, 400));
        let problem: Value = response.json();
        assert!(problem["detail"].as_str().unwrap().contains("patience"), "{problem}");
    }
}

#[test]
fn a_wrong_configuration_is_for_the_log() {
    let error = with_apis("apis.test").unwrap_err();
    assert!(error.is_builder(), "{error:?}");
    let response = TestClient::new(unusable(error.to_string())).get("/").send();
    assert_eq!((response.status().as_u16(), response.text()), (500, String::new()));
}

#[test]
fn the_own_apis_answer() {
    let own: Router = Router::new().nest("/api", apis::router());
    let travel: Value = client().upstream(APIS, own).get("/?patience=1000").send().json();
    assert_eq!(travel["weather"]["celsius"], 21);
    assert_eq!(travel["missing"], json!([{"api": "trains", "why": "too slow"}]));
}
