//! The clock and the calendar of chrono; the local time is UTC, since the host gives no time zone.

use chrono::{DateTime, Datelike, Days, Local, NaiveDate, Utc};
use doorway::extract::Path;
use doorway::http::StatusCode;
use doorway::routing::get;
use doorway::{Json, Router, http_handler};

#[http_handler]
fn app() -> Router {
    Router::new()
        .route("/now", get(now))
        .route("/offset", get(offset))
        .route("/after/{date}/{days}", get(after))
}

async fn now() -> Json<DateTime<Utc>> {
    Json(Utc::now())
}

async fn offset() -> String {
    Local::now().offset().to_string()
}

async fn after(Path((date, days)): Path<(NaiveDate, u64)>) -> Result<String, StatusCode> {
    let date = date.checked_add_days(Days::new(days)).ok_or(StatusCode::BAD_REQUEST)?;
    Ok(format!("{}, week {}", date.format("%A, %e %B %Y"), date.iso_week().week()))
}
