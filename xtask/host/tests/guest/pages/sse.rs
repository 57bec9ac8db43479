//! The page of `sse`: events are shown as they arrive, and end when the page is closed.

use super::browser::{Browser, visit};
use crate::guests::SSE;
use crate::{count, ends_well};

#[tokio::test]
async fn ticks_are_shown_as_they_come() {
    let server = SSE.start().await;
    let mut browser = Browser::open(&server.url("/?every=20")).await;
    assert_eq!(browser.title().await, "Ticks");
    browser.until("document.querySelectorAll('#ticks li').length >= 3").await;
    assert_eq!(browser.text("#state").await, "connected");
    let last = browser.texts("#ticks li:nth-last-child(-n + 3)").await;
    assert_eq!(last, ["Tick 3", "Tick 2", "Tick 1"]);
    let expected = [visit("GET", "/?every=20", 200), visit("GET", "/events?every=20", 200)];
    assert_eq!(browser.visits().await, expected);

    browser.click("#stop").await;
    browser.until("document.querySelector('#state').innerText == 'stopped'").await;
    server.log().wait_for("GET /events?every=20 200 ").await;
    browser.close().await;
    let log = ends_well(server).await;
    assert_eq!(count(&log, "GET /events"), 1, "{log:?}");
}

#[tokio::test]
async fn only_the_latest_ticks_stay_on_the_page() {
    let server = SSE.start().await;
    let mut browser = Browser::open(&server.url("/?every=10")).await;
    browser.until("document.querySelector('#ticks li')?.value >= 12").await;
    assert_eq!(browser.texts("#ticks li").await.len(), 10);
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_page_that_is_closed_ends_its_request() {
    let server = SSE.start().await;
    let mut browser = Browser::open(&server.url("/?every=20")).await;
    browser.until("document.querySelectorAll('#ticks li').length >= 3").await;
    browser.no_problems().await;
    browser.close_tab().await;
    // The browser goes on, so nothing but the page can be what ended it.
    server.log().wait_for("GET /events?every=20 200 ").await;
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: "), 0, "{log:?}");
    browser.close().await;
}

/// Nothing is ever written but keep-alives, so these are what the guest notices it by.
#[tokio::test]
async fn a_page_that_is_closed_in_silence_ends_its_request() {
    let server = SSE.start().await;
    let mut browser = Browser::open(&server.url("/?every=3600000")).await;
    browser.until("document.querySelector('#state').innerText == 'connected'").await;
    browser.no_problems().await;
    browser.close_tab().await;
    ends_well(server).await;
    browser.close().await;
}
