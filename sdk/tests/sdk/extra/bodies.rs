//! JSON line by line, Protocol Buffers, and tokio's readers.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use doorway::body::{AsyncReadBody, to_bytes};
use doorway::extract::JsonLines;
use doorway::http::StatusCode;
use doorway::routing::{get, post};
use doorway::testing::{TestClient, block_on};
use doorway::{Body, Error, IntoResponse, Response, Router};
use futures_util::{StreamExt, stream};
use prost::Message;

use super::{alike, programs};

programs!("programs/bodies.rs");

#[test]
fn json_is_read_line_by_line() {
    let lines = |text| ("POST /lines", &[][..], text);
    let answers = alike(
        ours::app(),
        theirs::app(),
        &[
            lines(""),
            lines("{\"id\":1}"),
            lines("{\"id\":1}\n"),
            lines("{\"id\":1}\n{\"id\":2}\r\n  {\"id\": 3}  \n{\"id\":4}"),
            lines("{\"id\":1}\n{\"id\":false}\n{\"id\":2}\n}\n{\"id\":\n{\"id\":3}"),
            lines("{\"id\":1}\n\n{\"id\":2}\n\n"),
            lines("{\"id\":1}{\"id\":2}\n"),
            ("POST /first", &[("content-type", "text/plain")], "{\"id\":1}\n{"),
            ("GET /lines", &[], ""),
        ],
    );
    let texts: Vec<_> = answers.iter().map(|(_, _, text)| &**text).collect();
    let expected = [
        "",
        "1 ",
        "1 ",
        "1 2 3 4 ",
        "1 Data 2 Syntax Eof 3 ",
        "1 Eof 2 Eof ",
        "Syntax ",
        "User { id: 1 }",
        "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n",
    ];
    assert_eq!(texts, expected);
    assert!(answers[8].1.is_empty());
}

#[test]
fn lines_may_be_cut_anywhere() {
    let text = "[1]\n[22]\r\n[333]\n[4444]";
    let app: Router = Router::new().route(
        "/",
        post(async |lines: JsonLines<[u32; 1]>| {
            lines.map(|line| format!("{} ", line.unwrap()[0])).collect::<String>().await
        }),
    );
    let client = TestClient::new(app);
    for size in 1..text.len() {
        let chunks = text.as_bytes().chunks(size).map(|chunk| Ok::<_, Error>(chunk.to_vec()));
        let body = Body::from_stream(stream::iter(chunks.collect::<Vec<_>>()));
        assert_eq!(client.post("/").body(body).send().text(), "1 22 333 4444 ", "{size}");
    }
}

#[test]
fn a_byte_order_mark_before_the_first_line_is_ignored() {
    let app: Router = Router::new().route(
        "/",
        post(async |lines: JsonLines<u32>| {
            let text = lines.map(|line| line.map_or("- ".to_owned(), |line| format!("{line} ")));
            text.collect::<String>().await
        }),
    );
    let client = TestClient::new(app);
    for (body, expected) in [
        ("\u{feff}1\n2", "1 2 "),
        ("\u{feff}1", "1 "),
        ("\u{feff}\r\n1", "- 1 "),
        ("\u{feff}", ""),
        ("\u{feff}\u{feff}1", "- "),
        ("1\n\u{feff}2\n\u{feff}", "1 - - "),
    ] {
        for size in [1, 3, 16] {
            let chunks = body.as_bytes().chunks(size).map(|chunk| Ok::<_, Error>(chunk.to_vec()));
            let chunks = Body::from_stream(stream::iter(chunks.collect::<Vec<_>>()));
            assert_eq!(client.post("/").body(chunks).send().text(), expected, "{body:?}");
        }
    }
}

#[test]
fn errors_of_lines_have_a_status() {
    async fn read(mut lines: JsonLines<u32>) -> Result<String, Error> {
        let mut count = 0;
        while let Some(line) = lines.next().await {
            count += line?;
        }
        Ok(count.to_string())
    }

    async fn errors(lines: JsonLines<u32>) -> String {
        let errors = lines.filter_map(async |line| line.err());
        errors.map(|error| format!("{error}; ")).collect().await
    }

    use doorway::extract::DefaultBodyLimit;
    let app = Router::new().route("/", post(read).put(errors)).layer(DefaultBodyLimit::max(10));
    let client = TestClient::new(app);
    let status = |body: Body| client.post("/").body(body).send().status().as_u16();
    assert_eq!(status("1\n2\n".into()), 200);
    assert_eq!(status("1\n-2\n".into()), 422);
    assert_eq!(status("1\n,\n".into()), 400);
    assert_eq!(status("1\n2\n3\n4\n5\n".into()), 200);
    assert_eq!(status("1\n2\n3\n4\n5\n6".into()), 413);

    // One whose length is not known is read up to its limit.
    let endless = || Body::from_stream(stream::repeat_with(|| Ok::<_, Error>("1\n")));
    assert_eq!(status(endless()), 413);
    let long = client.put("/").body(endless()).send().text();
    assert_eq!(long, "the body is longer than its limit of 10 bytes; ");

    let cut_off = stream::iter([Ok("1\n"), Err(Error::other(io::Error::other("secret")))]);
    assert_eq!(status(Body::from_stream(cut_off)), 400);

    let wrong = client.put("/").body("1\nx\n\"2\"").send().text();
    let expected =
        "line 2 of the body is not JSON; line 3 of the body does not have the expected form; ";
    assert_eq!(wrong, expected);
}

#[test]
fn a_response_of_lines_that_fails_is_aborted() {
    let failing =
        async || JsonLines::new(stream::iter([Ok(1), Err(io::Error::other("secret")), Ok(2)]));
    let unwritable = async || {
        let map = std::collections::BTreeMap::from([(vec![1], 2)]);
        JsonLines::new(stream::iter([Ok::<_, Error>(map)]))
    };
    let app: Router = Router::new().route("/failing", get(failing)).route("/map", get(unwritable));
    let client = TestClient::new(app);
    for path in ["/failing", "/map"] {
        let body = client.get(path).send().into_response().into_body();
        assert!(block_on(to_bytes(body, 64)).is_err(), "{path}");
    }
}

#[test]
fn protobuf_is_read_and_written() {
    let message = String::from_utf8(ours::Input { foo: "bar".to_owned() }.encode_to_vec()).unwrap();
    let answers = alike(
        ours::app(),
        theirs::app(),
        &[
            ("POST /protobuf", &[], &message),
            ("POST /protobuf", &[], ""),
            ("PUT /protobuf", &[], &message),
            ("PUT /protobuf", &[], ""),
        ],
    );
    assert_eq!(answers[0].1, ["content-type: application/octet-stream"]);
    assert_eq!(answers[0].2, message.replace("bar", "BAR"));
    assert_eq!(answers[1].2, "");
    assert_eq!(answers[2].0, 422);
    assert_eq!(answers[3].2, "0");
}

#[test]
fn the_error_of_a_message_stays_inside() {
    use std::error::Error as _;

    use doorway::extract::rejection::ProtobufRejection;
    use doorway::protobuf::Protobuf;

    async fn refused(message: Result<Protobuf<ours::Input>, ProtobufRejection>) -> Response {
        let Err(ProtobufRejection::ProtobufDecodeError(error)) = message else { panic!() };
        // A program may log it.
        let source = error.source().unwrap();
        assert!(source.is::<prost::DecodeError>());
        assert!(source.to_string().contains("Input.foo"), "{source}");
        error.into_response()
    }

    let app: Router = Router::new().route("/", post(refused));
    // A number in the field of a text.
    let answer = TestClient::new(app).post("/").body("\u{8}\u{1}").send();
    assert_eq!(answer.status(), 422);
    let problem: serde_json::Value = answer.json();
    assert_eq!(problem["detail"], "the body is not the expected message");
}

#[test]
fn a_long_message_is_a_413() {
    use doorway::extract::DefaultBodyLimit;
    use doorway::protobuf::Protobuf;

    let app: Router = Router::new()
        .route("/", post(async |_: Protobuf<ours::Input>| StatusCode::OK))
        .layer(DefaultBodyLimit::max(4));
    let client = TestClient::new(app);
    let message = |foo: &str| ours::Input { foo: foo.to_owned() }.encode_to_vec();
    assert_eq!(client.post("/").body(message("ab")).send().status(), 200);
    assert_eq!(client.post("/").body(message("abc")).send().status(), 413);
}

#[test]
fn readers_are_bodies() {
    let asked = [("GET /reader", &[][..], ""), ("GET /bare-reader", &[], "")];
    let answers = alike(ours::app(), theirs::app(), &asked);
    assert_eq!(answers[0].2, "content");
    assert!(answers[1].1.is_empty());
}

/// A reader of tokio's that gives a byte less each time, pending between them, and then an error.
struct Reader {
    next: usize,
    is_pending: bool,
}

impl tokio::io::AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        room: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.is_pending ^= true;
        if self.is_pending {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.next == 0 {
            return Poll::Ready(Err(io::Error::other("secret")));
        }
        room.put_slice(&b"abc"[..self.next]);
        self.next -= 1;
        Poll::Ready(Ok(()))
    }
}

#[test]
fn a_reader_is_read_to_its_end() {
    use tokio::io::AsyncReadExt;

    let take = |limit| AsyncReadBody::new(Reader { next: 3, is_pending: false }.take(limit));
    assert_eq!(block_on(to_bytes(take(6).into(), 64)).unwrap(), "abcaba");
    let error = block_on(to_bytes(take(7).into(), 64)).unwrap_err();
    assert_eq!(error.to_string(), "secret");

    let long = vec![7; 100_000];
    let body = AsyncReadBody::new(io::Cursor::new(long.clone()));
    assert_eq!(block_on(to_bytes(Body::new(body), 100_000)).unwrap(), long);
}
