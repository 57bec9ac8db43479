//! Three APIs, so that the example runs by itself: one answers at once, one is slower, one is slow.

use doorway::routing::get;
use doorway::time::{Duration, sleep};
use doorway::{Json, Router};

use crate::{Train, Weather};

pub(crate) fn router() -> Router {
    Router::new()
        .route("/weather", get(weather))
        .route("/news", get(news))
        .route("/trains", get(trains))
}

async fn weather() -> Json<Weather> {
    Json(Weather { sky: "clear".to_owned(), celsius: 21 })
}

async fn news() -> Json<[&'static str; 2]> {
    sleep(Duration::from_millis(100)).await;
    Json(["The bridge is open again", "Cats elect a mayor"])
}

async fn trains() -> Json<[Train; 2]> {
    sleep(Duration::from_secs(3)).await;
    let train = |to: &str, minutes| Train { to: to.to_owned(), minutes };
    Json([train("Basel", 4), train("Milano", 17)])
}
