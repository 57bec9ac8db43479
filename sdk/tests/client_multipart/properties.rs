//! Any form that is sent is read back, by two readers, however it is cut.

use doorway::body::Bytes;
use doorway::client;
use doorway::client::multipart::{Form, Part};
use doorway::extract::{FromRequest, Multipart};
use doorway::testing::TestClient;
use doorway::{Body, Error, Request};
use futures_util::{StreamExt, stream};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Read, URL, read};

#[derive(Clone, Debug)]
struct Sent {
    read: Read,
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
        vec(any::<u8>(), 1000..3000),
    ];
    let chunks = prop::option::of((1_usize..100, any::<bool>()));
    (any_name(), file_name, content_type, content, chunks).prop_map(
        |(name, file_name, content_type, content, chunks)| {
            let content_type = content_type.map(str::to_owned);
            Sent { read: Read { name, file_name, content_type, content: content.into() }, chunks }
        },
    )
}

fn part(Sent { read, chunks }: &Sent) -> Part {
    let content = read.content.clone();
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
    if let Some(name) = &read.file_name {
        part = part.file_name(name.clone());
    }
    match &read.content_type {
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

fn expected(sent: &[Sent]) -> Vec<Read> {
    let reads = sent.iter().map(|sent| sent.read.clone());
    reads
        .map(|read| Read {
            name: written(&read.name),
            content_type: read.content_type.or_else(|| {
                read.file_name.as_ref().map(|_| String::from("application/octet-stream"))
            }),
            file_name: read.file_name.as_deref().map(written),
            content: read.content,
        })
        .collect()
}

/// By multer itself, of what came over the wire in other chunks.
async fn read_by_multer(boundary: String, body: Bytes, size: usize) -> Vec<Read> {
    let chunks: Vec<_> =
        body.chunks(size).map(Bytes::copy_from_slice).map(Ok::<_, std::io::Error>).collect();
    let mut form = multer::Multipart::new(stream::iter(chunks), boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.unwrap() {
        parts.push(Read {
            name: field.name().unwrap().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string),
            content: field.bytes().await.unwrap(),
        });
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_sent_is_read(sent in vec(any_part(), 0..5), size in 1_usize..300) {
        let upstream = move |request: Request| async move {
            let length = request.headers().get("content-length").cloned();
            let (parts, body) = request.into_parts();
            let mut body = body.into_data_stream();
            let mut whole = Vec::new();
            while let Some(chunk) = body.next().await.transpose()? {
                whole.extend_from_slice(&chunk);
            }
            if let Some(length) = length {
                assert_eq!(length, whole.len().to_string());
            }
            let content_type = parts.headers["content-type"].to_str().unwrap();
            let boundary = content_type.split_once("boundary=").unwrap().1.to_owned();
            let whole = Bytes::from(whole);
            let theirs = read_by_multer(boundary, whole.clone(), size).await;
            let ours = Multipart::from_request(Request::from_parts(parts, whole), &()).await;
            let ours = read(ours.unwrap()).await.unwrap();
            assert_eq!(theirs, ours);
            Ok::<_, Error>(format!("{ours:?}"))
        };
        let client = TestClient::new(|_: Request| async {}).upstream("https://api.test", upstream);
        let form = sent.iter().fold(Form::new(), |form, sent| {
            form.part(sent.read.name.clone(), part(sent))
        });
        let text = client.block_on(async {
            client::post(URL).multipart(form).send().await.unwrap().text().await.unwrap()
        });
        prop_assert_eq!(text, format!("{:?}", expected(&sent)));
    }
}
