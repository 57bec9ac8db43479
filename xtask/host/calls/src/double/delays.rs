//! What takes its time.

use doorway::extract::Path;
use doorway::routing::any;
use doorway::time::{Duration, sleep};
use doorway::{Request, Response, Router};

use super::echo;

pub(super) fn routes() -> Router {
    Router::new().route("/delay/{seconds}", any(delay))
}

async fn delay(Path(seconds): Path<f32>, request: Request) -> Response {
    sleep(Duration::from_secs_f32(seconds.min(10.0))).await;
    echo::of(request, false).await
}
