//! A form with files, which are sent on to a store while they arrive.

use std::env;

use doorway::extract::multipart::Limits;
use doorway::extract::{Multipart, State};
use doorway::http::StatusCode;
use doorway::response::Html;
use doorway::routing::{get, put};
use doorway::{Error, Json, Router, client, http_handler};
use serde::Serialize;

mod error;
mod own;
mod store;
#[cfg(test)]
mod tests;

use error::UploadError;
use store::{Store, Stored};

/// The size limit of a file, in bytes.
const LONGEST: u64 = 64 << 20;

/// The size limit of a form, in bytes.
const LONGEST_FORM: u64 = 4 * LONGEST;

/// The app. `STORE` is the URL of the store; by default it is the app's own.
#[http_handler]
pub fn app() -> Router {
    let url = env::var("STORE").unwrap_or_else(|_| "http://127.0.0.1:8080".to_owned());
    with_store(&url).unwrap_or_else(|error| unusable(format!("STORE is `{url}`: {error}")))
}

/// The app with a store at another URL, for tests.
fn with_store(url: &str) -> Result<Router, client::Error> {
    Ok(Router::new()
        .route("/", get(page).post(upload))
        .with_state(Store::at(url)?)
        .route("/store/{name}", put(own::forget)))
}

/// The app for a wrong configuration, which is an error for the log and not for clients.
fn unusable(why: String) -> Router {
    Router::new().fallback(move || {
        let error = Error::other(why.clone());
        async { error }
    })
}

async fn page() -> Html<&'static str> {
    Html(include_str!("page.html"))
}

#[derive(Serialize)]
struct Report {
    files: Vec<Stored>,
}

async fn upload(
    State(store): State<Store>,
    form: Multipart,
) -> Result<(StatusCode, Json<Report>), UploadError> {
    let limits = Limits::new().per_field(LONGEST).total(LONGEST_FORM);
    let mut form = form.with_limits(limits);
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await? {
        // A browser sends the field without a file name if no file was chosen.
        let Some(name) = field.file_name().filter(|name| !name.is_empty()) else { continue };
        let name = checked(name)?;
        files.push(store.put(name, field).await?);
    }
    if files.is_empty() {
        return Err(UploadError::NoFile);
    }
    Ok((StatusCode::CREATED, Json(Report { files })))
}

/// A file's name becomes a part of a URL, so it must contain no special characters.
fn checked(name: &str) -> Result<String, UploadError> {
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if name.len() > 100 || name.starts_with('.') || !name.bytes().all(is_harmless) {
        return Err(UploadError::Name(name.chars().take(100).collect()));
    }
    Ok(name.to_owned())
}
