//! Text in which a regular expression finds and replaces.

use std::sync::LazyLock;

use doorway::routing::post;
use doorway::{Json, Router, http_handler};
use regex::Regex;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})").expect("the expression is valid")
});

#[http_handler]
fn app() -> Router {
    Router::new().route("/dates", post(dates)).route("/german", post(german))
}

async fn dates(text: String) -> Json<Vec<String>> {
    Json(DATE.find_iter(&text).map(|found| found.as_str().to_owned()).collect())
}

async fn german(text: String) -> String {
    DATE.replace_all(&text, "$day.$month.$year").into_owned()
}
