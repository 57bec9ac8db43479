//! Forms with files: any that is sent is read, in any chunks, and of any that is damaged no more is
//! read than another reader does.

use doorway::body::Bytes;
use doorway::extract::multipart::MultipartError;
use doorway::extract::{FromRequest, Multipart};
use doorway::http::HeaderMap;
use doorway::http::header::CONTENT_DISPOSITION;
use doorway::testing::block_on;
use doorway::{Body, Error, Request};
use futures_util::stream;
use proptest::collection::vec;
use proptest::prelude::*;

use super::inputs;

const BOUNDARY: &str = "--x4Y";

/// A field as a reader has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: Option<String>,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content: Bytes,
}

fn in_chunks(content: &[u8], size: usize) -> Body {
    let chunks: Vec<_> =
        content.chunks(size).map(Bytes::copy_from_slice).map(Ok::<_, Error>).collect();
    Body::from_stream(stream::iter(chunks))
}

fn ours(body: Body) -> Result<Vec<Field>, MultipartError> {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::builder().method("POST").header("content-type", content_type);
    let request = request.body(body).unwrap().into();
    block_on(async { read(Multipart::from_request(request, &()).await.unwrap()).await })
}

pub(crate) async fn read(mut form: Multipart) -> Result<Vec<Field>, MultipartError> {
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await? {
        fields.push(Field {
            name: field.name().map(str::to_owned),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(str::to_owned),
            content: field.bytes().await?,
        });
    }
    Ok(fields)
}

/// By multer alone, with each field's head.
pub(crate) async fn read_by_multer(
    boundary: &str,
    body: Bytes,
) -> Result<Vec<(HeaderMap, Field)>, multer::Error> {
    let body = stream::iter([Ok::<_, std::io::Error>(body)]);
    let mut form = multer::Multipart::new(body, boundary);
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await? {
        let headers = field.headers().clone();
        let read = Field {
            name: field.name().map(str::to_owned),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string),
            content: field.bytes().await?,
        };
        fields.push((headers, read));
    }
    Ok(fields)
}

fn any_field() -> impl Strategy<Value = Field> {
    // Pieces of boundaries among anything else.
    let piece = prop_oneof![
        vec(any::<u8>(), 0..20),
        Just(b"\r\n".to_vec()),
        Just(b"\r\n--".to_vec()),
        Just(format!("\r\n--{}", &BOUNDARY[..BOUNDARY.len() - 1]).into_bytes()),
        Just(format!("--{BOUNDARY}").into_bytes()),
    ];
    let content = vec(piece, 0..5).prop_map(|pieces| before_boundary(pieces.concat()));
    let name = || proptest::option::of("[a-zäö;:=*%'/\\]\"\t ]{0,12}");
    (name(), name(), content).prop_map(|(name, file_name, content)| {
        let content_type = file_name.as_ref().map(|_| "text/plain; a=B".to_owned());
        Field { name, file_name, content_type, content: content.into() }
    })
}

/// The content up to the boundary.
fn before_boundary(mut content: Vec<u8>) -> Vec<u8> {
    let boundary = format!("\r\n--{BOUNDARY}");
    let whole = [b"\r\n", &*content].concat();
    let at = whole.windows(boundary.len()).position(|window| window == boundary.as_bytes());
    if let Some(at) = at {
        content.truncate(at.saturating_sub(2));
    }
    content
}

fn encode(fields: &[Field]) -> Vec<u8> {
    let mut body = Vec::new();
    for Field { name, file_name, content_type, content } in fields {
        body.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data").as_bytes(),
        );
        for (parameter, value) in [("FileName", file_name), ("name", name)] {
            if let Some(value) = value {
                let value = value.replace('"', "\\\"");
                body.extend_from_slice(format!(";\t{parameter} = \"{value}\" ").as_bytes());
            }
        }
        if let Some(content_type) = content_type {
            body.extend_from_slice(format!("\r\nContent-Type: {content_type}").as_bytes());
        }
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Whether a search finds in a disposition what its grammar says: no escapes, nothing in quotes that
/// looks like a parameter, nothing twice.
fn is_plain(headers: &HeaderMap) -> bool {
    let Some(disposition) = headers.get(CONTENT_DISPOSITION) else { return true };
    let Ok(disposition) = str::from_utf8(disposition.as_bytes()) else { return false };
    let mut parts = disposition.split("; ");
    let mut names = Vec::new();
    parts.next() == Some("form-data")
        && parts.all(|part| {
            let Some((name, value)) = part.split_once("=\"") else { return false };
            let Some(value) = value.strip_suffix('"') else { return false };
            let is_first = !names.contains(&name);
            names.push(name);
            let is_known = matches!(name, "name" | "filename" | "note");
            is_known && is_first && !value.contains(['"', '\\', ';']) && !value.contains("name")
        })
}

/// Bytes that a failure shows as text.
#[derive(Clone)]
struct Shown(Vec<u8>);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

const VALID: &[&str] = &[
    "----x4Y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n----x4Y--\r\n",
    "----x4Y\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b.txt\"\r\n\
     Content-Type: text/plain\r\n\r\n\r\n--\r\n----x4Y\r\n\
     content-disposition: form-data; filename=\"c\"; name=\"d\"; note=\"e\"\r\n\r\n\r\n----x4Y--",
    "----x4Y\r\n\r\nno head\r\n----x4Y  \r\n\
     Content-Disposition: form-data; filename*=UTF-8''a; name=\"f\"\r\n\r\n2\r\n----x4Y--\r\n",
];

const TOKENS: &[&str] = &[
    "\r\n",
    "\r\n\r\n",
    "--",
    "----x4Y",
    "\r\n----x4Y\r\n",
    "----x4Y--",
    "\"",
    "\\",
    "\\\"",
    ";",
    "; ",
    "=",
    " ",
    "\t",
    "name",
    "; name=\"g\"",
    "filename=",
    "; filename=\"h\"",
    "*",
    "%",
    "\0",
    "é",
    "Content-Disposition: ",
    "Content-Type: text/plain ; a",
];

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_form_that_was_sent_is_read(sent in vec(any_field(), 0..4), size in 1_usize..200) {
        prop_assert_eq!(ours(in_chunks(&encode(&sent), size)).unwrap(), sent);
    }

    #[test]
    fn a_form_that_is_cut_off_is_refused(
        sent in vec(any_field(), 0..3),
        size in 1_usize..200,
        at in any::<prop::sample::Index>(),
    ) {
        let mut body = encode(&sent);
        body.truncate(at.index(body.len() - 2));
        prop_assert_eq!(ours(in_chunks(&body, size)).unwrap_err().status(), 400);
    }

    /// They find the same fields. Multer searches a disposition, so that only of plain ones it says
    /// the same; some others are refused here. Of content types it reads those that the crate mime
    /// reads, an empty subtype too, and gives names of parameters in lower case.
    #[test]
    fn agrees_with_multer(body in inputs::bytes(VALID, TOKENS).prop_map(Shown), size in 1_usize..50) {
        let Shown(body) = body;
        let theirs = block_on(read_by_multer(BOUNDARY, Bytes::copy_from_slice(&body)));
        let ours = match ours(in_chunks(&body, size)) {
            Ok(ours) => ours,
            Err(error) => {
                prop_assert_eq!(error.status(), 400);
                let theirs = theirs.unwrap_or_default();
                prop_assert!(theirs.is_empty() || !theirs.iter().all(|(head, _)| is_plain(head)));
                return Ok(());
            }
        };
        let theirs = theirs.unwrap();
        prop_assert_eq!(ours.len(), theirs.len());
        for (ours, (head, theirs)) in ours.into_iter().zip(theirs) {
            prop_assert_eq!(&ours.content, &theirs.content);
            if is_plain(&head) {
                prop_assert_eq!((ours.name, ours.file_name), (theirs.name, theirs.file_name));
            }
            if let Some(theirs) = theirs.content_type.filter(|theirs| !theirs.ends_with('/')) {
                prop_assert!(ours.content_type.unwrap().eq_ignore_ascii_case(&theirs));
            }
        }
    }
}
