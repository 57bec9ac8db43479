//! Forms with files ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)), read by a parser that is
//! not ours.

use doorway::Body;
use doorway::client::Client;
use doorway::client::multipart::{Form, Part};
use futures_util::stream;
use serde_json::{Value, json};

use super::{encoded, get, told};
use crate::Target;

async fn posted(at: &Target, form: Form) -> Value {
    told(Client::new().post(at.url("/post")).multipart(form).send().await.unwrap()).await
}

pub(crate) async fn fields_and_files_arrive_as_such(at: Target) {
    let image = Part::bytes(&b"\x89PNG\x00\xff"[..]).file_name("earth.png");
    let form = Form::new()
        .text("planet", "Earth")
        .part("image", image.mime_str("image/png").unwrap())
        .part("notes", Part::text("blue\r\n--and green").file_name("notes.txt"));
    let seen = posted(&at, form).await;
    assert_eq!(seen["form"], json!({ "planet": "Earth" }));
    let files = json!({
        "image": "data:image/png;base64,iVBORwD/",
        "notes": "blue\r\n--and green",
    });
    assert_eq!((&seen["files"], &seen["data"]), (&files, &json!("")));
    assert_ne!(seen["headers"]["Content-Length"], Value::Null);
}

pub(crate) async fn names_and_values_of_all_kinds_arrive(at: Target) {
    let form = Form::new()
        .text("moon", "Phobos")
        .text("moon", "Deimos")
        .text("größe", "ﬂieß ∮\r\n\r\n")
        .text("empty", "")
        .text("two words; a=b", "1");
    let seen = posted(&at, form).await;
    let fields = json!({
        "moon": ["Phobos", "Deimos"],
        "größe": "ﬂieß ∮\r\n\r\n",
        "empty": "",
        "two words; a=b": "1",
    });
    assert_eq!((&seen["form"], &seen["files"]), (&fields, &json!({})));
}

pub(crate) async fn parts_are_streamed(at: Target) {
    let lines = || (0..200).map(|index| Ok::<_, std::io::Error>(format!("{index:0>49}\n")));
    let text = lines().map(|line| line.unwrap()).collect::<String>();
    let streamed = Part::stream(Body::from_stream(stream::iter(lines()))).file_name("lines");
    let form = Form::new().text("before", "1").part("lines", streamed).text("after", "2");
    let seen = posted(&at, form).await;
    assert_eq!(seen["form"], json!({ "before": "1", "after": "2" }));
    assert!(seen["files"]["lines"] == text, "{seen}");
    // In chunks, unless the length is known.
    assert_eq!(seen["headers"]["Content-Length"], Value::Null);
    let streamed = Body::from_stream(stream::iter(lines()));
    let streamed = Part::stream_with_length(streamed, text.len() as u64).file_name("lines");
    let seen = posted(&at, Form::new().part("lines", streamed)).await;
    assert!(seen["files"] == json!({ "lines": text }), "{seen}");
    assert_ne!(seen["headers"]["Content-Length"], Value::Null);
}

pub(crate) async fn a_response_is_a_part(at: Target) {
    let text = get(at.url("/range/20000")).await.text().await.unwrap();
    let got = get(at.url("/range/20000?chunk_size=700")).await;
    let form = Form::new().part("got", Part::stream(got.into_body()).file_name("got"));
    let seen = told(Client::new().put(at.other_url("/put")).multipart(form).send().await.unwrap());
    assert!(seen.await["files"] == json!({ "got": text }));
}

pub(crate) async fn a_form_at_hand_follows_a_redirect(at: Target) {
    let url = at.url(&format!("/redirect-to?status_code=308&url={}", encoded("/anything")));
    let file = || Part::bytes(&b"blue"[..]).file_name("earth.txt");
    let form = Form::new().text("planet", "Earth").part("file", file());
    let seen = told(Client::new().post(&url).multipart(form).send().await.unwrap()).await;
    assert_eq!(seen["form"], json!({ "planet": "Earth" }));
    assert_eq!((&seen["files"], &seen["method"]), (&json!({ "file": "blue" }), &json!("POST")));
}
