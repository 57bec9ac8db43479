//! Bodies of all kinds.

use std::collections::HashMap;
use std::sync::Arc;

use doorway::bytes::Bytes;
use doorway::http::{HeaderMap, Method};
use doorway::testing::TestClient;
use doorway::{Body, Error, Request, client, task};
use futures_util::future::join;
use futures_util::stream;

use super::{Broken, URL, refused, sent, upstream};

#[test]
fn bytes_have_a_length() {
    let post = || client::post(URL);
    for (body, length) in [(Body::from("content"), 7), (vec![b'x'; 3].into(), 3)] {
        let text = sent(post().body(body));
        assert!(text.starts_with(&format!("POST {URL}\ncontent-length: {length}\n\n")), "{text}");
    }
    assert_eq!(sent(post()), format!("POST {URL}\n\n"));
    assert_eq!(sent(post().body("")), format!("POST {URL}\ncontent-length: 0\n\n"));
    let text = sent(client::get(URL).body("content"));
    assert_eq!(text, format!("GET {URL}\ncontent-length: 7\n\ncontent"));
}

#[test]
fn json_and_forms_say_what_they_are() {
    let post = || client::post(URL);
    let json = sent(post().json(&[1, 2]));
    let head = format!("POST {URL}\ncontent-length: 5\ncontent-type: ");
    assert_eq!(json, format!("{head}application/json\n\n[1,2]"));
    let json = post().header("content-type", "application/geo+json").json(&[1, 2]);
    assert_eq!(sent(json), format!("{head}application/geo+json\n\n[1,2]"));
    assert!(sent(post().json("text")).ends_with("\n\n\"text\""));
    let form = sent(post().form(&[("a", "é&"), ("b", "1 2")]));
    let head = format!("POST {URL}\ncontent-length: 17\ncontent-type: ");
    assert_eq!(form, format!("{head}application/x-www-form-urlencoded\n\na=%C3%A9%26&b=1+2"));
    let form = post().form(&[("a", 1)]).header("content-type", "text/plain");
    assert!(sent(form).contains("content-type: application/x-www-form-urlencoded\n"));

    let map = HashMap::from([(vec![1], 2)]);
    assert!(refused(post().json(&map)).starts_with("the value cannot be told in JSON: "));
    assert!(refused(post().json(&Broken)).contains("broken on purpose"));
    assert!(refused(post().form(&1)).starts_with("the value cannot be a form: "));
    assert!(refused(post().form(&Broken)).contains("broken on purpose"));
}

#[test]
fn the_last_body_counts() {
    let text = sent(client::post(URL).json(&1).body("content"));
    assert!(text.contains("content-type: application/json\n") && text.ends_with("\n\ncontent"));
    assert!(sent(client::post(URL).body("content").json(&1)).ends_with("\n\n1"));
}

#[test]
fn streams_are_sent_in_chunks_and_trailers_behind_them() {
    let chunks = ["one ", "two ", "three"].map(Ok::<_, Error>);
    let text = sent(client::post(URL).body(Body::from_stream(stream::iter(chunks))));
    assert_eq!(text, format!("POST {URL}\n\none two three"));
    let trailers = HeaderMap::from_iter([("x-sum".parse().unwrap(), "3".parse().unwrap())]);
    let text = sent(client::put(URL).body(Body::from("abc").with_trailers(trailers.clone())));
    assert_eq!(text, format!("PUT {URL}\ntrailer: x-sum\n\nabc\nx-sum: 3"));
    let more = HeaderMap::from_iter([("x-more".parse().unwrap(), "4".parse().unwrap())]);
    let body = Body::from("abc").with_trailers(trailers).with_trailers(more);
    let text = sent(client::put(URL).body(body));
    let announced = "trailer: x-sum\ntrailer: x-more";
    assert_eq!(text, format!("PUT {URL}\n{announced}\n\nabc\nx-sum: 3\nx-more: 4"));
    // With the length declared, a stream has one, and has to keep to it.
    let stream = |text| Body::from_stream(stream::iter([Ok::<_, Error>(text)]));
    let request = client::get(URL).header("content-length", 3);
    assert!(sent(request.body(stream("abc"))).ends_with("content-length: 3\n\nabc"));
    let error = upstream()
        .block_on(client::put(URL).header("content-length", 3).body(stream("abcd")).send())
        .unwrap_err();
    assert!(error.to_string().contains("content-length says 3"), "{error}");
}

#[test]
fn a_get_request_takes_no_stream() {
    for method in [Method::GET, Method::HEAD] {
        let body = Body::from_stream(stream::iter([Ok::<_, Error>("content")]));
        let request = client::request(method.clone(), URL).body(body);
        let error = upstream().block_on(request.send()).unwrap_err();
        assert!(error.is_builder(), "{error:?}");
        let message = format!(
            "a {method} request takes no body of unknown length: declare its `content-length`"
        );
        assert_eq!((error.to_string(), error.url().unwrap().to_string()), (message, URL.into()));
    }
    // An empty one is none.
    let body = Body::from_stream(stream::iter([] as [Result<&str, Error>; 0]));
    assert_eq!(sent(client::request(Method::DELETE, URL).body(body)), format!("DELETE {URL}\n\n"));
}

#[test]
fn a_stream_that_fails_fails_the_request() {
    let chunks = [Ok("content"), Err(Error::other("the disk is full"))];
    let request = client::post(URL).body(Body::from_stream(stream::iter(chunks)));
    let error = upstream().block_on(request.send()).unwrap_err();
    assert_eq!(error.to_string(), "the disk is full");
    assert!(!error.is_builder() && error.url().unwrap() == URL);
}

#[test]
fn a_body_is_sent_while_it_is_made() {
    let echo = |request: Request| async { request.into_body() };
    let client = TestClient::new(|_: Request| async {}).upstream("https://echo.test", echo);
    client.block_on(async {
        let (mut sender, body) = Body::channel();
        let task = task::spawn(async move { sender.send("one").await.map(|()| sender) });
        let request = client::post("https://echo.test").body(body);
        let mut response = request.send().await.unwrap();
        assert_eq!(response.chunk().await.unwrap().unwrap(), "one");
        let mut sender = task.await.unwrap().unwrap();
        let (sent, chunk) = join(sender.send("two"), response.chunk()).await;
        assert_eq!((sent.unwrap(), chunk.unwrap().unwrap()), ((), "two".into()));
        sender.finish();
        assert!(response.chunk().await.unwrap().is_none());
    });
}

/// It may be large, and the response may be read for long.
#[test]
fn bytes_are_let_go_of_when_the_response_is_there() {
    let owner: Arc<[u8]> = Arc::from(*b"content");
    let request = client::post(URL).body(Bytes::from_owner(Arc::clone(&owner)));
    let client = upstream();
    let response = client.block_on(request.send()).unwrap();
    assert_eq!(Arc::strong_count(&owner), 1);
    assert!(client.block_on(response.text()).unwrap().ends_with("\n\ncontent"));
}

/// Every backend refuses it, before anything is sent.
#[test]
fn a_declared_length_without_a_body_is_an_error() {
    let client = TestClient::new(|_: Request| async {});
    for method in [Method::GET, Method::POST, Method::DELETE] {
        for body in [None, Some(Body::empty()), Some(Body::from(""))] {
            let request = client::request(method.clone(), URL).header("content-length", "5");
            let request = match body {
                Some(body) => request.body(body),
                None => request,
            };
            // No upstream is there to be asked.
            let error = client.block_on(request.send()).unwrap_err();
            let message = "its content-length says 5, but the body is 0 bytes long";
            assert_eq!(error.to_string(), message, "{method}");
        }
    }
}
