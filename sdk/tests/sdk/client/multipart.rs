//! Forms that are sent: doorway's own extractor and multer read what went in.

use std::borrow::Cow;
use std::cell::Cell;

use doorway::bytes::Bytes;
use doorway::client::multipart::{Form, Part};
use doorway::client::{self, RequestBuilder, retry};
use doorway::extract::multipart::{Limits, MultipartError};
use doorway::extract::{FromRequest, Multipart};
use doorway::http::{HeaderMap, HeaderName, StatusCode};
use doorway::testing::TestClient;
use doorway::time::Duration;
use doorway::{Body, Error, IntoResponse, Request, Router, routing};
use futures_util::stream;

mod pass_on;

const URL: &str = "https://api.test/forms";

/// The header fields of a request, each as `sent-NAME`, and its body as it went over the wire.
fn sent(request: RequestBuilder) -> (HeaderMap, String) {
    let upstream = |request: Request| async {
        let (parts, body) = request.into_parts();
        let body = body.collect_up_to(1 << 20).await?.into_bytes();
        // Fields that a client adds, with feature `gzip`, are another test's subject.
        let of_client = ["accept-encoding", "host"];
        let fields = parts.headers.iter().filter(|(name, _)| !of_client.contains(&name.as_str()));
        let fields = fields.map(|(name, value)| {
            (HeaderName::try_from(format!("sent-{name}")).unwrap(), value.clone())
        });
        Ok::<_, Error>((HeaderMap::from_iter(fields), body))
    };
    let client = TestClient::new(|_: Request| async {}).upstream("https://api.test", upstream);
    let mut response = client.block_on(request.send()).unwrap();
    let mut body = Vec::new();
    while let Some(chunk) = client.block_on(response.chunk()).unwrap() {
        body.extend_from_slice(&chunk);
    }
    (response.headers().clone(), String::from_utf8(body).unwrap())
}

fn form(form: Form) -> (HeaderMap, String) {
    sent(client::post(URL).multipart(form))
}

/// A body in chunks, without a length.
fn stream_of(chunks: &[&'static str]) -> Body {
    let chunks: Vec<_> = chunks.iter().map(|chunk| Ok::<_, Error>(*chunk)).collect();
    Body::from_stream(stream::iter(chunks))
}

/// A part as a reader has it.
#[derive(Clone, Debug, PartialEq)]
struct Read {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Bytes,
}

async fn read(mut form: Multipart) -> Result<Vec<Read>, MultipartError> {
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await? {
        parts.push(Read {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(str::to_owned),
            content: field.bytes().await?,
        });
    }
    Ok(parts)
}

#[test]
fn a_form_is_written_as_browsers_do() {
    let mut headers = HeaderMap::new();
    headers.insert("x-note", "seen".parse().unwrap());
    headers.insert("content-disposition", "attachment".parse().unwrap());
    let page = Part::text("<p>").mime_str("text/html; charset=utf-8").unwrap();
    let told = HeaderMap::from_iter([("content-type".parse().unwrap(), "a/b".parse().unwrap())]);
    let sent = Form::new()
        .text("planet", "Earth")
        .part("page", page.headers(headers))
        .part("file", Part::bytes(b"\x00\x01".as_slice()).file_name("a.bin"))
        .part("told", Part::text("").file_name("").headers(told));
    let boundary = sent.boundary().to_owned();
    let (headers, body) = form(sent);
    let expected = "--B\r\nContent-Disposition: form-data; name=\"planet\"\r\n\r\nEarth\r\n\
        --B\r\nContent-Disposition: form-data; name=\"page\"\r\n\
        Content-Type: text/html; charset=utf-8\r\nx-note: seen\r\n\r\n<p>\r\n\
        --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n\x00\x01\r\n\
        --B\r\nContent-Disposition: form-data; name=\"told\"; filename=\"\"\r\n\
        content-type: a/b\r\n\r\n\r\n--B--\r\n";
    assert_eq!(body.replace(&boundary, "B"), expected);
    assert_eq!(headers["sent-content-type"], format!("multipart/form-data; boundary={boundary}"));
    assert_eq!(headers["sent-content-length"], body.len().to_string());
    assert_eq!(headers.keys().filter(|name| name.as_str().starts_with("sent-")).count(), 2);
}

#[test]
fn boundaries_are_valid_and_no_two_are_the_same() {
    let boundaries = [(); 3].map(|()| Form::new().boundary().to_owned());
    for boundary in &boundaries {
        assert!((32..=70).contains(&boundary.len()), "{boundary}");
        assert!(boundary.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        assert_eq!(boundaries.iter().filter(|other| *other == boundary).count(), 1);
    }
}

#[test]
fn no_name_ends_its_quotes() {
    for (name, written) in [
        ("a\"b", "a%22b"),
        ("a\r\nContent-Type: x\r\n\r\n", "a%0D%0AContent-Type: x%0D%0A%0D%0A"),
        ("a\"; filename=\"b", "a%22; filename=%22b"),
        ("\\", "%5C"),
        ("a\\\"", "a%5C%22"),
        ("\0\t\x7f", "%00%09%7F"),
        ("%22", "%22"),
        ("ä ☃ 漢", "ä ☃ 漢"),
        ("", ""),
    ] {
        let sent = Form::new().part(name, Part::text("").file_name(name));
        let head = format!("; name=\"{written}\"; filename=\"{written}\"\r\nContent-Type: app");
        let (_, body) = form(sent);
        assert!(body.contains(&head), "{body}");
    }
}

#[test]
fn lengths_that_are_not_known_make_chunks() {
    let known = |part| {
        form(Form::new().text("a", "b").part("c", part)).0.contains_key("sent-content-length")
    };
    assert!(known(Part::text("x".repeat(5000))));
    assert!(known(Part::stream("at hand")));
    assert!(known(Part::stream_with_length(stream_of(&["ab", "c"]), 3)));
    assert!(!known(Part::stream(stream_of(&["ab", "c"]))));
    // A sum beyond all numbers is not known either.
    let much = || Part::stream_with_length(stream_of(&[]), u64::MAX);
    let request = client::post(URL).multipart(Form::new().part("a", much()).part("b", much()));
    let body = request.build().unwrap().into_body();
    assert_eq!(doorway::body::HttpBody::size_hint(&body).exact(), None);
}

#[test]
fn contents_are_not_mixed_up() {
    let large = "0123456789".repeat(1000);
    let sent = Form::new()
        .text("large", large.clone())
        .text("small", "1")
        .part("stream", Part::stream(stream_of(&["2", "", "3"])))
        .part("empty", Part::stream(stream_of(&[])))
        .part("with trailers", Part::stream(Body::from("4").with_trailers(trailers())))
        .text("small", "5");
    let boundary = sent.boundary().to_owned();
    let (_, body) = form(sent);
    let contents: Vec<_> = body
        .split(&format!("--{boundary}"))
        .filter_map(|part| part.split_once("\r\n\r\n")?.1.strip_suffix("\r\n"))
        .collect();
    assert_eq!(contents, [&large, "1", "23", "", "4", "5"]);
}

fn trailers() -> HeaderMap {
    HeaderMap::from_iter([("x-sum".parse().unwrap(), "3".parse().unwrap())])
}

#[test]
fn a_form_without_parts_is_one() {
    let sent = Form::default();
    let boundary = sent.boundary().to_owned();
    assert_eq!(form(sent).1, format!("--{boundary}--\r\n"));
    let app = Router::new().route("/forms", routing::post(read_names));
    let client = TestClient::new(|_: Request| async {}).upstream("https://api.test", app);
    let text = client
        .block_on(async { client::post(URL).multipart(Form::new()).send().await?.text().await });
    assert_eq!(text.unwrap(), "");
}

async fn read_names(form: Multipart) -> Result<String, MultipartError> {
    let form = form.with_limits(Limits::new().total(1 << 20));
    let parts = read(form).await?;
    Ok(parts.into_iter().map(|part| part.name).collect::<Vec<_>>().join(" "))
}

#[test]
fn media_types_are_checked() {
    for good in ["a/b", "image/svg+xml", "text/plain;charset=utf-8", "text/plain ; a=\"b;c\""] {
        assert!(Part::text("").mime_str(good).is_ok(), "{good}");
    }
    for bad in ["", "a", "a/", "/b", "a/b/c", "a b/c", "a/b\r\nx: y", "a/b; c=\n", "a/\u{e9}", ";"]
    {
        let error = Part::text("").mime_str(bad).unwrap_err();
        assert!(error.is_builder(), "{bad}");
        assert!(error.to_string().ends_with("is not a media type such as `image/png`"), "{error}");
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn the_content_type_is_the_forms() {
    let request = client::post(URL).header("content-type", "text/plain").multipart(Form::new());
    let (headers, _) = sent(request);
    let types: Vec<_> = headers.get_all("sent-content-type").iter().collect();
    assert_eq!(types.len(), 1);
    assert!(types[0].to_str().unwrap().starts_with("multipart/form-data; boundary="));
}

#[test]
fn a_form_at_hand_is_sent_again() {
    let at_hand = Form::new().text("a", "b").text("large", "x".repeat(5000));
    let request = client::post(URL).multipart(at_hand);
    let clone = request.try_clone().unwrap();
    assert_eq!(sent(request), sent(clone));
    let stream = Form::new().text("a", "b").part("c", Part::stream(stream_of(&["d"])));
    assert!(client::post(URL).multipart(stream).try_clone().is_none());
}

/// A redirect and a retry want the form again.
#[test]
fn a_form_at_hand_goes_where_it_is_sent_on_to() {
    let busy = Cell::new(true);
    let app = move |request: Request| {
        let is_moved = request.uri().path() == "/forms";
        let busy = !is_moved && busy.replace(false);
        async move {
            if is_moved {
                return (StatusCode::TEMPORARY_REDIRECT, [("location", "/moved")]).into_response();
            }
            if busy {
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
            let form = Multipart::from_request(request, &()).await.unwrap();
            read_names(form).await.into_response()
        }
    };
    let client = TestClient::new(|_: Request| async {}).upstream("https://api.test", app);
    let policy = retry::Policy::new(1).base_delay(Duration::from_millis(1));
    let sender = client::Client::builder().retry(policy).build().unwrap();
    let send = |part: Part| {
        let form = Form::new().text("one", "1").part("two", part);
        client.block_on(sender.put(URL).multipart(form).send()).unwrap()
    };
    let response = send(Part::text("2".repeat(5000)));
    assert_eq!((response.status().as_u16(), response.url().path()), (200, "/moved"));
    assert_eq!(client.block_on(response.text()).unwrap(), "one two");
    // A stream is gone: the redirect is the response.
    assert_eq!(send(Part::stream(stream_of(&["2"]))).status(), 307);
}

#[test]
fn a_part_that_fails_aborts_the_upload() {
    let broken = || {
        let chunks = [Ok("half"), Err(Error::other("the disk is full"))];
        Part::stream(Body::from_stream(stream::iter(chunks)))
    };
    let (mut sender, unfinished) = Body::channel();
    doorway::testing::block_on(sender.send("half")).unwrap();
    drop(sender);
    let with_length = Part::stream_with_length;
    for (part, message) in [
        (broken(), "the part `b\\n` of the form failed"),
        (Part::stream(unfinished), "the part `b\\n` of the form failed"),
        (with_length(stream_of(&["12", "34"]), 3), "has another length than declared, 3 bytes"),
        (with_length(stream_of(&["12"]), 3), "has another length than declared, 3 bytes"),
        (with_length("1234".into(), 3), "has another length than declared, 3 bytes"),
    ] {
        // A second mistake does not undo the first.
        let form = Form::new().text("a", "1").part("b\n", part);
        let form = form.part("c", Part::stream_with_length(stream_of(&["1"]), 2));
        let app = Router::new().route("/forms", routing::post(read_names));
        let client = TestClient::new(|_: Request| async {}).upstream("https://api.test", app);
        let error = client.block_on(client::post(URL).multipart(form).send()).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.url().unwrap(), URL);
    }
}

#[test]
fn debug_tells_no_content() {
    let form = Form::new().text(Cow::from("password"), "s3cret");
    let debug = format!("{form:?}");
    assert!(debug.contains("\"password\"") && !debug.contains("s3cret"), "{debug}");
}
