//! `/upload`: a form with a file, which is read chunk by chunk and never held as a whole.

use doorway::Error;
use doorway::extract::multipart::{Field, Limits, MultipartError};
use doorway::extract::rejection::QueryRejection;
use doorway::extract::{Multipart, Query};
use doorway::http::StatusCode;
use doorway::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::{Deserialize, Serialize};

use crate::page::{Page, field, page};

/// The size limit of a file, in bytes.
const LONGEST: u64 = 1 << 20;

/// Facts about a file.
#[derive(Deserialize, Serialize)]
pub(crate) struct Report {
    name: String,
    bytes: u64,
    lines: u64,
}

pub(crate) async fn show() -> Page {
    form(None)
}

pub(crate) async fn submit(form: Multipart) -> Result<Response, Error> {
    match read(form).await {
        Ok(Some(report)) => {
            let query = serde_html_form::to_string(&report).map_err(Error::other)?;
            Ok(Redirect::to(&format!("/uploaded?{query}")).into_response())
        }
        Ok(None) => Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, "Please choose a file.")),
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Ok(refused(error.status(), "The file is longer than 1 MiB."))
        }
        Err(error) => Ok(error.into_response()),
    }
}

/// Reads the form; `None` if no file was chosen.
async fn read(form: Multipart) -> Result<Option<Report>, MultipartError> {
    let mut form = form.with_limits(Limits::new().per_field(LONGEST));
    let mut report = None;
    while let Some(field) = form.next_field().await? {
        // A browser sends the field without a file's name if none was chosen.
        if field.name() == Some("file") && field.file_name().is_some_and(|name| !name.is_empty()) {
            report = Some(measured(field).await?);
        }
    }
    Ok(report)
}

async fn measured(mut file: Field<'_>) -> Result<Report, MultipartError> {
    let name = file.file_name().unwrap_or_default().to_owned();
    let mut report = Report { name, bytes: 0, lines: 0 };
    while let Some(chunk) = file.chunk().await? {
        report.bytes += chunk.len() as u64;
        report.lines += chunk.iter().filter(|&&byte| byte == b'\n').count() as u64;
    }
    Ok(report)
}

pub(crate) async fn uploaded(report: Result<Query<Report>, QueryRejection>) -> Response {
    let Ok(Query(report)) = report else { return Redirect::to("/upload").into_response() };
    let content = html! {
        dl {
            dt { "File" } dd #name { (report.name) }
            dt { "Bytes" } dd #bytes { (report.bytes) }
            dt { "Lines" } dd #lines { (report.lines) }
        }
    };
    page("Uploaded", content).into_response()
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, form(Some(error))).into_response()
}

fn form(error: Option<&str>) -> Page {
    let input = html! {
        input #file name="file" type="file"
            aria-invalid=[error.map(|_| "true")]
            aria-describedby=[error.map(|_| "file-error")];
    };
    let content = html! {
        form method="post" action="/upload" enctype="multipart/form-data" {
            (field("A file of 1 MiB at most", "file", error, input))
            button { "Upload" }
        }
    };
    page("Upload", content)
}
