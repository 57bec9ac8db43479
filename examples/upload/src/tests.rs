//! Forms as a browser sends them, and various stores.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use doorway::testing::{TestClient, TestResponse};
use doorway::{Body, ErrorCode, Request};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::*;

const STORE: &str = "http://store.test:9000";
const END: &str = "\r\n--x--\r\n";

fn client() -> TestClient {
    TestClient::new(with_store(STORE).unwrap())
}

/// The part before a file's content.
fn head(file: &str) -> String {
    format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\n")
}

fn send(client: &TestClient, form: impl Into<Body>) -> TestResponse {
    let request = client.post("/").header("content-type", "multipart/form-data; boundary=x");
    request.body(form).send()
}

/// A form of chunks that arrive one by one.
fn chunks(chunks: impl Iterator<Item = Vec<u8>> + 'static) -> Body {
    Body::from_stream(stream::iter(chunks).map(Ok::<_, Error>))
}

/// The requests that a store got.
#[derive(Clone, Default)]
struct Seen(Rc<RefCell<Vec<String>>>);

impl Seen {
    /// A store that reads everything and logs it.
    async fn store(self, request: Request) -> Result<Json<Stored>, Error> {
        let name = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        let of_type = request.headers()["content-type"].to_str().unwrap_or_default().to_owned();
        let line = format!("{} {} {of_type}", request.method(), request.uri());
        self.0.borrow_mut().push(line);
        let read = request.into_body().collect_up_to(128 << 20).await;
        let content = match &read {
            Ok(read) if read.bytes().len() < 80 => String::from_utf8_lossy(read.bytes()).into(),
            Ok(read) => format!("{} bytes", read.bytes().len()),
            Err(_) => "broken off".to_owned(),
        };
        self.0.borrow_mut().push(content);
        Ok(Json(Stored { name, bytes: read?.bytes().len() as u64 }))
    }

    fn client(&self) -> TestClient {
        let seen = self.clone();
        client().upstream(STORE, move |request: Request| seen.clone().store(request))
    }

    fn lines(&self) -> Vec<String> {
        self.0.take()
    }

    /// A file was started, and then it or the request was cut off.
    #[track_caller]
    fn nothing_whole(&self) {
        let lines = self.lines();
        assert!(matches!(&*lines, [_] | [_, _]), "{lines:?}");
        assert!(lines.iter().skip(1).all(|end| end == "broken off"), "{lines:?}");
    }
}

#[test]
fn files_go_to_the_store_and_other_fields_do_not() {
    let seen = Seen::default();
    let form = "--x\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nCats\r\n".to_owned()
        + "--x\r\ncontent-disposition: form-data; name=\"a\"; filename=\"cat.txt\"\r\n"
        + "content-type: text/plain\r\n\r\nmeow\r\n"
        + &head("none.bin")
        + END;
    let response = send(&seen.client(), form);
    assert_eq!(response.status(), 201);
    let files = json!([{"name": "cat.txt", "bytes": 4}, {"name": "none.bin", "bytes": 0}]);
    assert_eq!(response.json::<Value>(), json!({"files": files}));
    let wanted = [
        "PUT http://store.test:9000/store/cat.txt text/plain",
        "meow",
        "PUT http://store.test:9000/store/none.bin application/octet-stream",
        "",
    ];
    assert_eq!(seen.lines(), wanted);
}

#[test]
fn the_store_has_the_first_bytes_before_the_last_are_sent() {
    let stored = Rc::new(Cell::new(0));
    let read = stored.clone();
    let store = move |request: Request| {
        let read = read.clone();
        async move {
            let mut body = request.into_body();
            while let Some(frame) = body.frame().await {
                read.set(read.get() + frame?.data_ref().map_or(0, |data| data.len() as u64));
            }
            Ok::<_, Error>(Json(Stored { name: "a".to_owned(), bytes: read.get() }))
        }
    };
    // Each chunk is sent when the store has the one before it, apart from the end of the file.
    let body = stream::iter(0..10u64).then(move |number| {
        let stored = stored.clone();
        let mut patience = 1000;
        poll_fn(move |cx| {
            if stored.get() + 64 >= number * 1024 {
                let start = if number == 0 { head("a") } else { String::new() };
                let end = if number == 9 { END } else { "" };
                return Poll::Ready(Ok::<_, Error>(start + &"m".repeat(1024) + end));
            }
            patience -= 1;
            assert!(patience > 0, "the store has {} bytes of {}", stored.get(), number * 1024);
            cx.waker().wake_by_ref();
            Poll::Pending
        })
    });
    let response = send(&client().upstream(STORE, store), Body::from_stream(body));
    assert_eq!(response.text(), r#"{"files":[{"name":"a","bytes":10240}]}"#);
}

#[test]
fn a_file_that_is_too_long_breaks_off_at_the_store_too() {
    let seen = Seen::default();
    let mebibyte = vec![b'm'; 1 << 20];
    let endless = [head("a").into_bytes()].into_iter().chain(std::iter::repeat(mebibyte));
    let response = send(&seen.client(), chunks(endless));
    assert_eq!(response.status(), 413);
    let problem = response.text();
    assert!(problem.contains("the field `file` is over the size limit"), "{problem}");
    seen.nothing_whole();
}

#[test]
fn a_form_that_breaks_off_is_not_stored() {
    let seen = Seen::default();
    let half = [head("a").into_bytes()].into_iter().chain((0..5).map(|_| vec![b'm'; 1024]));
    let response = send(&seen.client(), chunks(half));
    assert_eq!(response.status(), 400);
    seen.nothing_whole();
}

#[test]
fn a_store_that_refuses_is_not_sent_the_rest() {
    let full = client().upstream(STORE, async |_: Request| StatusCode::INSUFFICIENT_STORAGE);
    let sent = Rc::new(Cell::new(0));
    let count = sent.clone();
    let endless = [head("a").into_bytes()].into_iter().chain(std::iter::repeat_with(move || {
        count.set(count.get() + 1);
        vec![b'm'; 1024]
    }));
    let response = send(&full, chunks(endless));
    assert_eq!(response.status(), 502);
    let wanted = json!({
        "title": "Bad Gateway",
        "status": 502,
        "detail": "the store does not take the file",
        "store_status": 507,
    });
    assert_eq!(response.json::<Value>(), wanted);
    assert!(sent.get() < 100, "{} KiB were read", sent.get());
}

#[test]
fn an_unreachable_store_is_a_bare_502() {
    for code in [ErrorCode::ConnectionRefused, ErrorCode::ConnectionTerminated] {
        let response = send(&client().upstream_error(STORE, code), head("a") + END);
        assert_eq!((response.status().as_u16(), response.text()), (502, String::new()));
    }
    let response =
        send(&client().upstream_error(STORE, ErrorCode::ConnectionTimeout), head("a") + END);
    assert_eq!((response.status().as_u16(), response.text()), (504, String::new()));
}

#[test]
fn the_answer_of_the_store_is_checked() {
    let forgetful = client().upstream(STORE, async |_: Request| r#"{"name": "a", "bytes": 3}"#);
    let response = send(&forgetful, head("a") + "meow" + END);
    assert_eq!(response.status(), 502);
    let problem = response.text();
    assert!(problem.contains("of the 4 bytes of the file the store has 3"), "{problem}");

    let confused = client().upstream(STORE, async |_: Request| "stored");
    let response = send(&confused, head("a") + "meow" + END);
    assert_eq!((response.status().as_u16(), response.text()), (502, String::new()));
}

#[test]
fn invalid_forms_are_refused() {
    let seen = Seen::default();
    for name in ["../a", "a/b", ".profile", "a?b", "a b", "é", &"a".repeat(101)] {
        let response = send(&seen.client(), head(name) + END);
        assert_eq!((name, response.status().as_u16()), (name, 422));
        assert!(response.text().contains("is not a valid file name"), "{}", response.text());
    }
    for form in [head("") + END, "--x--\r\n".to_owned()] {
        let response = send(&seen.client(), form);
        assert_eq!(response.status(), 422);
        assert!(response.text().contains("there is no file in the form"), "{}", response.text());
    }
    assert_eq!(seen.client().post("/").body("file=a").send().status(), 415);
    assert_eq!(seen.lines(), [""; 0]);
}

#[test]
fn a_wrong_configuration_is_for_the_log() {
    let error = with_store("store.test").unwrap_err();
    assert!(error.is_builder(), "{error:?}");
    let response = TestClient::new(unusable(error.to_string())).get("/").send();
    assert_eq!((response.status().as_u16(), response.text()), (500, String::new()));
}

#[test]
fn the_store_of_its_own_counts() {
    let client = client().upstream(STORE, with_store(STORE).unwrap());
    let response = send(&client, head("a") + "meow" + END);
    assert_eq!(response.text(), r#"{"files":[{"name":"a","bytes":4}]}"#);
    assert!(client.get("/").send().text().contains("multipart/form-data"));
}
