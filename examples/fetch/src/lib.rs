//! Three APIs, asked at the same time: the answer has those that were in time, and why others are
//! missing.

use std::env;
use std::ops::RangeInclusive;

use doorway::extract::{Query, State};
use doorway::http::StatusCode;
use doorway::response::{ErrorResponse, Problem};
use doorway::routing::get;
use doorway::time::Duration;
use doorway::{Error, Json, Router, client, http_handler};
use futures_util::future::join3;
use serde::{Deserialize, Serialize};

mod apis;
mod ask;
#[cfg(test)]
mod tests;

use ask::{Apis, Missing};

/// The time that a client may choose to wait, in milliseconds.
const PATIENCE: RangeInclusive<u64> = 1..=10_000;

/// The app. `APIS` is the URL of the APIs; by default they are the app's own.
#[http_handler]
pub fn app() -> Router {
    let url = env::var("APIS").unwrap_or_else(|_| "http://127.0.0.1:8080".to_owned());
    with_apis(&url).unwrap_or_else(|error| unusable(format!("APIS is `{url}`: {error}")))
}

/// The app with APIs at another URL, for tests.
fn with_apis(url: &str) -> Result<Router, client::Error> {
    let apis = Apis::at(url)?;
    Ok(Router::new().route("/", get(travel)).with_state(apis).nest("/api", apis::router()))
}

/// The app for a wrong configuration, which is an error for the log and not for clients.
fn unusable(why: String) -> Router {
    Router::new().fallback(move || {
        let error = Error::other(why.clone());
        async { error }
    })
}

#[derive(Deserialize)]
struct Reader {
    #[serde(default = "Reader::patience")]
    patience: u64,
}

impl Reader {
    fn patience() -> u64 {
        1000
    }
}

#[derive(Default, Serialize)]
struct Travel {
    weather: Option<Weather>,
    news: Option<Vec<String>>,
    trains: Option<Vec<Train>>,
    missing: Vec<Missing>,
}

#[derive(Deserialize, Serialize)]
struct Weather {
    sky: String,
    celsius: i32,
}

#[derive(Deserialize, Serialize)]
struct Train {
    to: String,
    minutes: u32,
}

async fn travel(
    State(apis): State<Apis>,
    Query(reader): Query<Reader>,
) -> Result<(StatusCode, Json<Travel>), ErrorResponse> {
    if !PATIENCE.contains(&reader.patience) {
        let detail = format!("`patience` must be from {PATIENCE:?} milliseconds");
        return Err(Problem::new(StatusCode::BAD_REQUEST).detail(detail).into());
    }
    let patience = Duration::from_millis(reader.patience);
    // All three run before the first is awaited.
    let (weather, news, trains) = join3(
        apis.ask("weather", patience),
        apis.ask("news", patience),
        apis.ask("trains", patience),
    )
    .await;

    let mut missing = Vec::new();
    let travel = Travel {
        weather: weather.map_err(|error| missing.push(error)).ok(),
        news: news.map_err(|error| missing.push(error)).ok(),
        trains: trains.map_err(|error| missing.push(error)).ok(),
        missing: Vec::new(),
    };
    let status = if missing.len() < 3 { StatusCode::OK } else { StatusCode::BAD_GATEWAY };
    Ok((status, Json(Travel { missing, ..travel })))
}
