//! Files, JSON of any type, forms, and errors as responses.

use doorway::body::to_bytes;
use doorway::response::multiple::{MultipartForm, Part};
use doorway::response::{Attachment, FileStream};
use doorway::routing::get;
use doorway::testing::{TestClient, block_on};
use doorway::{IntoResponse, Router};

use super::{alike, programs, theirs_of};

programs!("programs/responses.rs");

fn response(response: impl IntoResponse) -> doorway::Response {
    response.into_response()
}

#[test]
fn responses_are_alike() {
    let answers = alike(
        ours::app(),
        theirs::app(),
        &[
            ("GET /named", &[], ""),
            ("GET /bytes", &[], ""),
            ("GET /created", &[], ""),
            ("GET /invalid", &[], ""),
            ("GET /file", &[], ""),
            ("GET /plain-file", &[], ""),
            ("GET /range", &[], ""),
            ("GET /erased", &[], ""),
            ("GET /pretty", &[], ""),
            ("GET /literal", &[], ""),
            ("GET /script", &[], ""),
            ("GET /style", &[], ""),
            ("GET /wasm", &[], ""),
            ("GET /typed", &[], ""),
        ],
    );
    let disposition =
        r#"content-disposition: attachment; filename="evil\"; filename*=UTF-8''x\\.csv""#;
    assert_eq!(answers[0].1, [disposition, "content-type: text/csv"]);
    assert_eq!(
        answers[3].1,
        ["content-disposition: attachment", "content-type: text/plain; charset=utf-8"]
    );
    assert_eq!(answers[6].0, 206);
    let range = TestClient::new(ours::app()).get("/range").send();
    assert_eq!(range.header("content-length"), Some("5"));
    assert_eq!(
        answers[9].2,
        r#"{"zuerst":"Mars","again":{"moons":["Phobos","Deimos"],"none":null,"list":[1,true,"x",{"a":1.5}]},"number":3}"#
    );
}

#[test]
fn errors_stay_inside() {
    let client = TestClient::new(ours::app());
    for path in ["/failed", "/no-json"] {
        let answer = client.get(path).send();
        // axum answers with a text.
        assert_eq!((answer.status().as_u16(), &*answer.text()), (500, ""));
        assert_eq!(theirs_of(theirs::app(), &format!("GET {path}")).0, 500);
    }
}

#[test]
fn a_form_is_written_alike() {
    let ours = TestClient::new(ours::form_app()).get("/").send();
    let content_type = ours.header("content-type").unwrap();
    let (essence, boundary) = content_type.split_once("; boundary=").unwrap();
    assert_eq!(essence, "multipart/form-data");

    let (status, fields, text) = theirs_of(theirs::form_app(), "GET /");
    let (_, their_boundary) = fields[0].split_once("; boundary=").unwrap();
    assert_eq!(status, 200);
    assert_eq!(ours.text(), text.replace(their_boundary, boundary));

    let again = TestClient::new(ours::form_app()).get("/").send();
    assert_ne!(again.header("content-type"), Some(content_type));
}

#[test]
fn no_name_ends_its_part() {
    let form = async || {
        MultipartForm::from_iter([Part::file("a\"b\r\n", "\\\".txt", b"content".to_vec())])
    };
    let text = TestClient::new(Router::new().route("/", get(form))).get("/").send().text();
    let head = "form-data; name=\"a%22b%0D%0A\"; filename=\"%5C%22.txt\"\r\n";
    assert!(text.contains(head), "{text}");
    for wrong in ["", "text", "text/", "a/b\r\nx: y", "text/é"] {
        assert!(Part::raw_part("a", wrong, Vec::new(), None).is_err(), "{wrong}");
    }
}

#[test]
fn a_name_that_is_not_ascii_is_sent_as_utf8() {
    // axum panics.
    let disposition = |response: doorway::Response| {
        response.headers()["content-disposition"].to_str().unwrap().to_owned()
    };
    let expected = r#"attachment; filename="_.txt"; filename*=UTF-8''%E2%82%AC.txt"#;
    assert_eq!(disposition(response(Attachment::new("x").filename("€.txt"))), expected);
    let file = FileStream::new(ours_chunks()).file_name("€.txt");
    assert_eq!(disposition(response(file)), expected);
}

fn ours_chunks() -> impl futures_util::Stream<Item = Result<&'static str, std::io::Error>> {
    futures_util::stream::iter([Ok("one"), Ok("two")])
}

#[test]
fn a_name_with_a_line_break_is_a_500() {
    let app = Router::new().route(
        "/",
        get(async || {
            (doorway::http::StatusCode::CREATED, FileStream::new(ours_chunks()).file_name("a\nb"))
        }),
    );
    let answer = TestClient::new(app).get("/").send();
    assert_eq!((answer.status().as_u16(), &*answer.text()), (500, ""));
    assert_eq!(answer.header("content-disposition"), None);
}

#[test]
fn a_file_of_another_length_is_aborted() {
    let app =
        Router::new().route("/", get(async || FileStream::new(ours_chunks()).content_size(7)));
    let response = TestClient::new(app).get("/").send().into_response();
    let error = block_on(to_bytes(response.into_body(), 64)).unwrap_err();
    assert_eq!(error.kind(), doorway::ErrorKind::Body);
}

#[test]
fn a_range_of_another_length_is_aborted() {
    // The chunks have six bytes.
    for (end, is_whole) in [(6, false), (7, true), (8, false)] {
        let app = Router::new().route(
            "/",
            get(async move || FileStream::new(ours_chunks()).into_range_response(2, end, 9)),
        );
        let response = TestClient::new(app).get("/").send().into_response();
        assert_eq!(response.status(), 206);
        assert_eq!(response.headers()["content-length"], (end - 1).to_string());
        assert_eq!(block_on(to_bytes(response.into_body(), 64)).is_ok(), is_whole, "{end}");
    }
}

#[test]
fn a_range_that_is_not_in_the_file_is_a_416() {
    for (start, end, size) in [(2, 1, 9), (0, 9, 9), (0, 0, 0), (0, u64::MAX, u64::MAX)] {
        let response = FileStream::new(ours_chunks()).into_range_response(start, end, size);
        assert_eq!(response.status(), 416, "{start}-{end}/{size}");
        assert_eq!(response.headers()["content-range"], format!("bytes */{size}"));
        assert!(!response.headers().contains_key("content-length"));
    }
}

#[cfg(feature = "fs")]
#[test]
fn a_file_that_becomes_shorter_is_cut_off() {
    use std::io::ErrorKind;

    use futures_util::StreamExt;

    let path = std::env::temp_dir().join(format!("doorway-shorter-{}", std::process::id()));
    let write = |length| std::fs::write(&path, vec![7; length]).unwrap();
    let range = |shorter| {
        write(9);
        let response = block_on(FileStream::try_range_response(&path, 2, 7)).unwrap();
        write(shorter);
        block_on(to_bytes(response.into_body(), 64))
    };
    assert_eq!(range(8).unwrap(), [7; 6][..]);
    for shorter in [7, 2, 0] {
        assert!(range(shorter).is_err(), "{shorter}");
    }

    write(100_000);
    let file = block_on(FileStream::from_path(&path)).unwrap();
    write(99_999);
    let mut chunks: Vec<_> = block_on(file.stream.collect());
    let error = chunks.pop().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    let length: usize = chunks.into_iter().map(|chunk| chunk.unwrap().len()).sum();
    assert_eq!(length, 99_999);
    std::fs::remove_file(&path).unwrap();
}

#[cfg(feature = "fs")]
#[test]
fn files_are_streamed_by_their_path() {
    use doorway::http::StatusCode;
    use doorway::response::IntoResponse;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let content = std::fs::read_to_string(FILE).unwrap();
    let whole = async || FileStream::from_path(FILE).await.map_err(|_| StatusCode::NOT_FOUND);
    let range = async |doorway::extract::Path((start, end)): doorway::extract::Path<(u64, u64)>| {
        FileStream::try_range_response(FILE, start, end).await.map_err(|_| StatusCode::NOT_FOUND)
    };
    let missing = async || {
        FileStream::from_path("no such file")
            .await
            .map_err(|_| StatusCode::NOT_FOUND)
            .into_response()
    };
    let app = Router::new()
        .route("/", get(whole))
        .route("/missing", get(missing))
        .route("/{start}/{end}", get(range));
    let client = TestClient::new(app);

    let answer = client.get("/").send();
    assert_eq!(answer.text(), content);
    assert_eq!(answer.header("content-disposition"), Some(r#"attachment; filename="lib.rs""#));
    assert_eq!(answer.header("content-length"), Some(&*content.len().to_string()));
    assert_eq!(client.get("/missing").send().status(), 404);

    let answer = client.get("/4/11").send();
    assert_eq!((answer.status().as_u16(), &*answer.text()), (206, &content[4..=11]));
    let range = format!("bytes 4-11/{}", content.len());
    assert_eq!(answer.header("content-range"), Some(&*range));
    assert_eq!(client.get("/4/0").send().text(), content[4..]);
    let (past, huge) = (content.len(), u64::MAX);
    let wrongs = ["/5/4", &format!("/0/{past}"), &format!("/{past}/0"), &format!("/{huge}/{huge}")];
    for wrong in wrongs {
        let answer = client.get(wrong).send();
        assert_eq!(answer.status(), 416);
        let range = format!("bytes */{}", content.len());
        assert_eq!(answer.header("content-range"), Some(&*range));
    }
}
