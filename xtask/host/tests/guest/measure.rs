//! Measurements are the same every time.

use crate::guests::{ECHO, HELLO, WORLD};
use crate::{get, post};

#[tokio::test]
async fn a_request_costs_the_same_every_time() {
    let first = HELLO.measure(get("/")).await.unwrap();
    let second = HELLO.measure(get("/")).await.unwrap();
    assert_eq!((first.status.as_u16(), &first.body[..]), (200, &b"Hello, world!"[..]));
    assert!(first.fuel > 0);
    assert_eq!(first.fuel, second.fuel);
    assert_eq!(first.peak_memory, second.peak_memory);
}

/// Its seed is the same, too.
#[tokio::test]
async fn a_hash_map_costs_the_same_every_time() {
    let first = WORLD.measure(get("/hash")).await.unwrap();
    let second = WORLD.measure(get("/hash")).await.unwrap();
    assert_eq!(first.body, "42 1000\n");
    assert_eq!(first.fuel, second.fuel);
}

#[tokio::test]
async fn a_series_runs_on_one_instance() {
    let series = HELLO.measure_series([get("/"), get("/"), get("/")]).await.unwrap();
    assert_eq!(series.len(), 3);
    assert_eq!(series[1].fuel, series[2].fuel);
}

#[tokio::test]
async fn a_large_body_does_not_enter_the_guest() {
    let measured = ECHO.measure(post("/", vec![7; 4 << 20])).await.unwrap();
    assert_eq!(measured.body.len(), 4 << 20);
    assert!(measured.peak_memory < 2 << 20, "{} bytes of memory", measured.peak_memory);
}
