//! Forms with files.

use doorway::Router;
use doorway::extract::multipart::{Limits, MultipartError, MultipartRejection};
use doorway::extract::{DefaultBodyLimit, Multipart};
use doorway::routing::post;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/multipart", post(listed))
        .route("/multipart/text", post(texts))
        .route("/multipart/first", post(first))
        .route("/multipart/perhaps", post(perhaps))
        .route("/multipart/or-why", post(or_why))
        .route("/multipart/limited", post(limited))
        .route("/multipart/small", post(listed).layer(DefaultBodyLimit::max(100)))
}

/// A line for each field: its name, file name, type and length.
async fn listed(mut form: Multipart) -> Result<String, MultipartError> {
    let mut lines = String::new();
    while let Some(mut field) = form.next_field().await? {
        let said = (field.name(), field.file_name(), field.content_type());
        lines += &format!("{said:?} ");
        let mut length = 0;
        while let Some(chunk) = field.chunk().await? {
            length += chunk.len();
        }
        lines += &format!("{length}\n");
    }
    Ok(lines)
}

async fn texts(mut form: Multipart) -> Result<String, MultipartError> {
    let mut texts = Vec::new();
    while let Some(field) = form.next_field().await? {
        texts.push(field.text().await?);
    }
    Ok(texts.join("|"))
}

/// The rest after the first field is never read.
async fn first(mut form: Multipart) -> Result<String, MultipartError> {
    match form.next_field().await? {
        Some(field) => Ok(format!("{:?}", field.bytes().await?)),
        None => Ok("none".to_owned()),
    }
}

async fn perhaps(form: Option<Multipart>) -> String {
    form.is_some().to_string()
}

async fn or_why(form: Result<Multipart, MultipartRejection>) -> String {
    match form {
        Ok(_) => "a form".to_owned(),
        Err(why) => why.status().as_str().to_owned(),
    }
}

async fn limited(form: Multipart) -> Result<String, MultipartError> {
    listed(form.with_limits(Limits::new().total(400).per_field(4).for_field("photo", 8))).await
}
