//! Bodies of requests: each arrives as what it is.

use doorway::Body;
use doorway::client::Client;
use futures_util::stream;
use http::Request;
use serde_json::{Value, json};

use super::{get, told};
use crate::Target;

pub(crate) async fn json_arrives_as_json(at: Target) {
    let planets = json!({ "planets": ["Earth", "Mars"], "größe": 1.5, "none": null });
    let request = Client::new().post(at.url("/post")).json(&planets);
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!(seen["json"], planets);
    assert_eq!(seen["headers"]["Content-Type"], "application/json");
    let request = Client::new().put(at.url("/put")).header("content-type", "application/ld+json");
    let seen = told(request.json(&planets).send().await.unwrap()).await;
    assert_eq!(
        (&seen["json"], &seen["headers"]["Content-Type"]),
        (&planets, &json!("application/ld+json"))
    );
}

pub(crate) async fn a_form_arrives_as_a_form(at: Target) {
    let form = [("name", "Zoë & co"), ("moon", "Phobos"), ("moon", "Deimos"), ("empty", "")];
    let request = Client::new().post(at.url("/post")).form(&form);
    let seen = told(request.send().await.unwrap()).await;
    let fields = json!({ "name": "Zoë & co", "moon": ["Phobos", "Deimos"], "empty": "" });
    assert_eq!((&seen["form"], &seen["data"]), (&fields, &json!("")));
    assert_eq!(seen["headers"]["Content-Type"], "application/x-www-form-urlencoded");
}

pub(crate) async fn text_and_bytes_arrive_with_their_length(at: Target) {
    let request = Client::new().post(at.url("/post")).body("grüße");
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!((&seen["data"], &seen["json"]), (&json!("grüße"), &Value::Null));
    assert_eq!(seen["headers"]["Content-Length"], "7");
    let request = Client::new().post(at.url("/post")).body(vec![0, 159, 255]);
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!(seen["data"], "data:application/octet-stream;base64,AJ//");
}

pub(crate) async fn large_bodies_arrive(at: Target) {
    for size in [4096, 65_536, 300_001] {
        let text = "0123456789abcdef".repeat(size / 16 + 1);
        let text = &text[..size];
        let seen =
            told(Client::new().post(at.url("/post")).body(text.to_owned()).send().await.unwrap());
        assert!(seen.await["data"] == text, "{size} bytes");
    }
}

pub(crate) async fn a_stream_arrives_in_chunks(at: Target) {
    let chunks = ["one ", "", "two ", "three"].map(Ok::<_, std::io::Error>);
    let request = Client::new().post(at.url("/post")).body(Body::from_stream(stream::iter(chunks)));
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!(seen["data"], "one two three");
    assert_eq!(seen["headers"]["Content-Length"], Value::Null, "{seen}");
    let many = (0..500).map(|index| Ok::<_, std::io::Error>(format!("{index:0>99}\n")));
    let request = Client::new().put(at.url("/put")).body(Body::from_stream(stream::iter(many)));
    let seen = told(request.send().await.unwrap()).await;
    let text = seen["data"].as_str().unwrap();
    assert_eq!(text.len(), 50_000);
    assert!(text.lines().enumerate().all(|(index, line)| line.parse() == Ok(index)), "{text}");
}

pub(crate) async fn a_response_is_the_body_of_a_request(at: Target) {
    for path in ["/range/20000?chunk_size=1000", "/stream/10", "/drip?numbytes=5&duration=0.1"] {
        let (got, text) = (get(at.url(path)).await, get(at.url(path)).await.text().await.unwrap());
        let request = Client::new().post(at.other_url("/post")).body(got.into_body());
        let seen = told(request.send().await.unwrap()).await;
        assert!(!text.is_empty() && seen["data"] == text, "{path}: {}", seen["headers"]);
    }
}

pub(crate) async fn a_request_that_was_built_elsewhere_is_sent(at: Target) {
    let request = Request::post(at.url("/post")).header("x-built", "by http").body("body").unwrap();
    let seen = told(Client::new().execute(request).await.unwrap()).await;
    assert_eq!((&seen["data"], &seen["headers"]["X-Built"]), (&json!("body"), &json!("by http")));
}

pub(crate) async fn a_request_is_sent_again_as_it_was(at: Target) {
    let request = Client::new().post(at.url("/post")).query(&[("a", "1")]).json(&[1, 2]);
    let again = request.try_clone().unwrap();
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!((&seen["json"], &seen["args"]), (&json!([1, 2]), &json!({ "a": "1" })));
    assert_eq!(told(again.send().await.unwrap()).await, seen);
}
