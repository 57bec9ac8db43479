//! The clock and the calendar of time.

use doorway::extract::Path;
use doorway::http::StatusCode;
use doorway::routing::get;
use doorway::{Router, http_handler};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime};

#[http_handler]
fn app() -> Router {
    Router::new().route("/now", get(now)).route("/after/{date}/{days}", get(after))
}

async fn now() -> Result<String, StatusCode> {
    let now = OffsetDateTime::now_utc();
    now.format(&Rfc3339).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn after(Path((date, days)): Path<(String, i64)>) -> Result<String, StatusCode> {
    let date = Date::parse(&date, format_description!("[year]-[month]-[day]"))
        .ok()
        .and_then(|date| date.checked_add(Duration::days(days)))
        .ok_or(StatusCode::BAD_REQUEST)?;
    Ok(format!("{}, {date}, week {}", date.weekday(), date.iso_week()))
}
