//! Requests of one guest, at the same time.

use super::to;
use crate::ends_well;
use crate::guests::LOAD;
use bytes::Bytes;
use doorway_host::testing::Upstream;
use http::Response;
use http_body_util::Full;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Barrier;

const REQUESTS: usize = 64;

fn ten_bytes() -> Response<Full<Bytes>> {
    Response::new(Full::new(Bytes::from_static(b"ten bytes.")))
}

#[tokio::test]
async fn sixty_four_requests_wait_together() {
    // No request is answered before all are there.
    let all = Arc::new(Barrier::new(REQUESTS));
    let upstream = Upstream::new(move |_| {
        let all = Arc::clone(&all);
        async move {
            all.wait().await;
            ten_bytes()
        }
    })
    .await;
    let server = LOAD.start().await;
    let answer = server.get(&format!("{}&n={REQUESTS}", to("/all", &upstream))).await;
    assert_eq!((answer.status, answer.text()), (200, "640\n"));
    ends_well(server).await;
}

/// The time for this, with 100 ms for each, is printed and not asserted: it varies on a busy
/// machine.
#[tokio::test]
async fn sixty_four_requests_of_100_ms() {
    let upstream = Upstream::new(async |_| {
        tokio::time::sleep(Duration::from_millis(100)).await;
        ten_bytes()
    })
    .await;
    let server = LOAD.start().await;
    let start = Instant::now();
    let answer = server.get(&format!("{}&n={REQUESTS}", to("/all", &upstream))).await;
    println!("{REQUESTS} requests of 100 ms at the same time took {:?}", start.elapsed());
    assert_eq!((answer.status, answer.text()), (200, "640\n"));
    ends_well(server).await;
}
