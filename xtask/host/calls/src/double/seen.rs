//! [`Seen`]: a request as JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use doorway::extract::{FromRequest, Multipart};
use doorway::{Error, Request};
use http::HeaderMap;
use serde_json::{Map, Value, json};

/// All parts of a request as JSON.
pub(super) struct Seen(Map<String, Value>);

impl Seen {
    /// Reads a request to its end.
    pub(super) async fn of(request: Request) -> Result<Self, Error> {
        let content_type = super::field(&request, "content-type").to_owned();
        let mut seen = Map::new();
        let url = request.uri().to_string();
        seen.insert("args".to_owned(), pairs(request.uri().query().unwrap_or_default()));
        seen.insert("headers".to_owned(), headers(&request));
        seen.insert("method".to_owned(), request.method().as_str().into());
        seen.insert("origin".to_owned(), "127.0.0.1".into());
        seen.insert("url".to_owned(), url.into());
        let (mut form, mut files, mut data) = (json!({}), json!({}), Bytes::new());
        if content_type.starts_with("multipart/form-data") {
            (form, files) = parts(request).await?;
        } else {
            let body = request.into_body().collect_up_to(1 << 20).await?.into_bytes();
            if content_type == "application/x-www-form-urlencoded" {
                form = pairs(&String::from_utf8_lossy(&body));
            } else {
                data = body;
            }
        }
        seen.insert("json".to_owned(), serde_json::from_slice(&data).unwrap_or_default());
        seen.insert("data".to_owned(), text(&data, "application/octet-stream").into());
        seen.insert("form".to_owned(), form);
        seen.insert("files".to_owned(), files);
        Ok(Self(seen))
    }

    /// Some of it.
    pub(super) fn tell(&self, names: &[&str]) -> Value {
        let told = names.iter().map(|name| ((*name).to_owned(), self.0[*name].clone()));
        told.collect::<Map<_, _>>().into()
    }
}

/// Names as a WSGI server tells them, each with its values in one; `host` is among them.
pub(super) fn headers(request: &Request) -> Value {
    let mut told = Map::new();
    let host = request.uri().authority().map_or("", |authority| authority.as_str());
    told.insert("Host".to_owned(), host.into());
    for (name, values) in by_name(request.headers()) {
        told.insert(titled(name), values.join(",").into());
    }
    told.into()
}

/// All values of each name.
pub(super) fn by_name(headers: &HeaderMap) -> impl Iterator<Item = (&str, Vec<String>)> {
    headers.keys().map(|name| {
        let values = headers.get_all(name).iter();
        let values = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        (name.as_str(), values.collect())
    })
}

/// `x-request-id` as `X-Request-Id`.
fn titled(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut word = word.to_owned();
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        word
    });
    words.collect::<Vec<_>>().join("-")
}

/// The pairs of a query or a form: a name that comes more than once has a list.
pub(super) fn pairs(text: &str) -> Value {
    let mut told = json!({});
    let pairs: Vec<(String, String)> = serde_html_form::from_str(text).unwrap_or_default();
    for (name, value) in pairs {
        add(&mut told, &name, value);
    }
    told
}

fn add(told: &mut Value, name: &str, value: String) {
    match &mut told[name] {
        Value::Array(values) => values.push(value.into()),
        Value::Null => told[name] = value.into(),
        first => *first = json!([first.take(), value]),
    }
}

/// The fields of a form and its files.
async fn parts(request: Request) -> Result<(Value, Value), Error> {
    let (mut form, mut files) = (json!({}), json!({}));
    let mut parts = Multipart::from_request(request, &()).await.map_err(Error::other)?;
    while let Some(part) = parts.next_field().await.map_err(Error::other)? {
        let name = part.name().unwrap_or_default().to_owned();
        let content_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
        let is_file = part.file_name().is_some();
        let content = text(&part.bytes().await.map_err(Error::other)?, &content_type);
        add(if is_file { &mut files } else { &mut form }, &name, content);
    }
    Ok((form, files))
}

/// Text, or a `data:` URL of what is none.
fn text(bytes: &[u8], content_type: &str) -> String {
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("data:{content_type};base64,{}", STANDARD.encode(bytes)),
    }
}
