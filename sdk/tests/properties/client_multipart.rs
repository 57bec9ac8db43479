//! Any form that the client sends is read back, by two readers.

use std::cell::RefCell;
use std::rc::Rc;

use doorway::body::Bytes;
use doorway::client;
use doorway::client::multipart::{Form, Part};
use doorway::extract::{FromRequest, Multipart};
use doorway::testing::{TestClient, block_on};
use doorway::{Body, Error, Request};
use futures_util::stream;
use proptest::collection::vec;
use proptest::prelude::*;

use super::inputs;
use super::multipart::{Field, read, read_by_multer};

const URL: &str = "https://api.test/forms";

#[derive(Clone, Debug)]
struct Sent {
    field: Field,
    /// In chunks of that size, with or without its length.
    chunks: Option<(usize, bool)>,
}

/// Anything at all, and what would end a quoted string or a header.
fn any_name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        2 => "[a-z]{1,5}",
        1 => prop::sample::select(vec!["\"", "\\", "\r\n", "\r", "\n", ";", "=", "%", "%22", "--", "\0"])
            .prop_map(String::from),
        1 => Just(String::from("\r\nContent-Type: text/evil\r\n\r\n")),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn any_part() -> impl Strategy<Value = Sent> {
    let file_name = prop::option::of(any_name());
    let content_type = prop::option::of(Just("image/png"));
    let content = prop_oneof![
        vec(any::<u8>(), 0..40),
        vec(prop::sample::select(b"\r\n-doorway".as_slice()), 0..80),
        (any::<u8>(), 1000_usize..3000).prop_map(|(byte, length)| vec![byte; length]),
    ];
    let chunks = prop::option::of((1_usize..100, any::<bool>()));
    (any_name(), file_name, content_type, content, chunks).prop_map(
        |(name, file_name, content_type, content, chunks)| {
            let content_type = content_type.map(str::to_owned);
            let name = Some(name);
            Sent { field: Field { name, file_name, content_type, content: content.into() }, chunks }
        },
    )
}

fn part(Sent { field, chunks }: &Sent) -> Part {
    let content = field.content.clone();
    let mut part = match *chunks {
        None => Part::bytes(content.to_vec()),
        Some((size, has_length)) => {
            let chunks: Vec<_> =
                content.chunks(size).map(Bytes::copy_from_slice).map(Ok::<_, Error>).collect();
            let body = Body::from_stream(stream::iter(chunks));
            match has_length {
                true => Part::stream_with_length(body, content.len() as u64),
                false => Part::stream(body),
            }
        }
    };
    if let Some(name) = &field.file_name {
        part = part.file_name(name.clone());
    }
    match &field.content_type {
        Some(mime) => part.mime_str(mime).unwrap(),
        None => part,
    }
}

/// A name as it stands in a head.
fn written(name: &str) -> String {
    let escaped = |char: char| match char {
        '"' | '\\' | '\x7f' | '\0'..'\x20' => format!("%{:02X}", u32::from(char)),
        other => other.to_string(),
    };
    name.chars().map(escaped).collect()
}

fn expected(sent: &[Sent]) -> Vec<Field> {
    let fields = sent.iter().map(|sent| sent.field.clone());
    fields
        .map(|field| Field {
            name: field.name.as_deref().map(written),
            content_type: field.content_type.or_else(|| {
                field.file_name.as_ref().map(|_| String::from("application/octet-stream"))
            }),
            file_name: field.file_name.as_deref().map(written),
            content: field.content,
        })
        .collect()
}

/// The content type and body that an upstream gets.
async fn received(request: Request) -> Result<(String, Bytes), Error> {
    let length = request.headers().get("content-length").cloned();
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = content_type.split_once("boundary=").unwrap().1.to_owned();
    let body = request.into_body().collect_up_to(1 << 20).await?.into_bytes();
    if let Some(length) = length {
        assert_eq!(length, body.len().to_string());
    }
    Ok((boundary, body))
}

async fn read_by_doorway(boundary: &str, body: Bytes) -> Vec<Field> {
    let content_type = format!("multipart/form-data; boundary={boundary}");
    let request = Request::builder().header("content-type", content_type).body(body).unwrap();
    read(Multipart::from_request(request.into(), &()).await.unwrap()).await.unwrap()
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_form_of_the_client_is_read(sent in vec(any_part(), 0..4)) {
        let found = Rc::<RefCell<Option<(String, Bytes)>>>::default();
        let slot = found.clone();
        let upstream = move |request: Request| {
            let slot = slot.clone();
            async move {
                let received = received(request).await?;
                slot.replace(Some(received));
                Ok::<_, Error>(())
            }
        };
        let client = TestClient::new(|_: Request| async {}).upstream("https://api.test", upstream);
        let form = sent.iter().fold(Form::new(), |form, sent| {
            form.part(sent.field.name.clone().unwrap_or_default(), part(sent))
        });
        client.block_on(client::post(URL).multipart(form).send()).unwrap();
        let (boundary, body) = found.take().unwrap();
        let theirs = block_on(read_by_multer(&boundary, body.clone())).unwrap();
        let theirs: Vec<_> = theirs.into_iter().map(|(_, field)| field).collect();
        let ours = block_on(read_by_doorway(&boundary, body));
        prop_assert_eq!(&ours, &expected(&sent));
        // Multer searches, and may find a parameter within a name.
        let has_name = |name: &Option<String>| name.as_ref().is_some_and(|name| name.contains("name"));
        if !ours.iter().any(|field| has_name(&field.name) || has_name(&field.file_name)) {
            prop_assert_eq!(theirs, ours);
        }
    }
}
