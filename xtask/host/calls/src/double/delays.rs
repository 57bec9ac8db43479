//! Slow answers.

use doorway::extract::Path;
use doorway::routing::get;
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, Json, Request, Response, Router};
use futures_util::stream;
use http::header::CONTENT_LENGTH;
use serde_json::Value;

use super::{echo, number};

pub(super) fn routes() -> Router {
    Router::new().route("/delay/{seconds}", echo::methods(delay)).route("/drip", get(drip))
}

fn seconds(seconds: f32) -> Duration {
    Duration::from_secs_f32(seconds.clamp(0.0, 10.0))
}

async fn delay(Path(delay): Path<f32>, request: Request) -> Result<Json<Value>, Error> {
    sleep(seconds(delay)).await;
    echo::tell(request, &["args", "data", "files", "form", "headers", "origin", "url"]).await
}

/// One byte after the other, with a pause after each.
async fn drip(request: Request) -> Result<Response, Error> {
    let count = number(&request, "numbytes", 10_u32);
    let pause = seconds(number(&request, "duration", 2.0) / count as f32);
    sleep(seconds(number(&request, "delay", 0.0))).await;
    let bytes = stream::unfold(0, move |sent| async move {
        if sent > 0 {
            sleep(pause).await;
        }
        (sent < count).then_some((Ok::<_, std::convert::Infallible>("*"), sent + 1))
    });
    http::Response::builder()
        .status(number(&request, "code", 200))
        .header(CONTENT_LENGTH, count)
        .body(Body::from_stream(bytes))
        .map_err(Error::other)
}
