//! Servers that do not answer, or not to the end, and the limits that stand against that.

use doorway::client::{Client, ClientBuilder, Error};
use doorway::time::{Duration, timeout};
use futures_util::FutureExt;
use futures_util::future::{Either, select};
use http::StatusCode;

use crate::Target;

/// Far less than a server takes that never answers, and enough to connect.
const SHORT: Duration = Duration::from_millis(100);

/// Enough for anything.
const LONG: Duration = Duration::from_secs(25);

fn built(builder: ClientBuilder) -> Client {
    builder.build().unwrap()
}

#[track_caller]
fn is_told(error: Error, url: &str, in_body: bool) {
    assert!(error.is_timeout() && !error.is_connect() && !error.is_decode(), "{url}: {error:?}");
    assert_eq!((error.is_request(), error.is_body()), (!in_body, in_body), "{url}: {error:?}");
    assert_eq!((error.url().unwrap().to_string(), error.status()), (url.to_owned(), None));
    assert_eq!(doorway::Error::from(error).status(), StatusCode::GATEWAY_TIMEOUT, "{url}");
}

/// Waits until the server has seen the end of so many requests since this was asked last.
async fn ended(at: &Target, requests: u32) {
    let url = at.url(&format!("/ended/{requests}"));
    let response = built(Client::builder().timeout(LONG)).get(url).send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), "ended");
}

/// Each of these limits ends it, and the request at the host with it.
pub(crate) async fn that_never_answer(at: Target) {
    let url = at.url("/slow/silent");
    let long = || Client::builder().timeout(LONG).first_byte_timeout(LONG).connect_timeout(LONG);
    for limited in [long().timeout(SHORT), long().first_byte_timeout(SHORT)] {
        let error = built(limited).get(&url).send().await.unwrap_err();
        is_told(error, &url, false);
        ended(&at, 1).await;
    }
    let error = Client::new().get(&url).timeout(SHORT).send().await.unwrap_err();
    assert!(error.to_string().contains("100ms"), "{error}");
    is_told(error, &url, false);
    ended(&at, 1).await;
}

/// The upload is given up as well.
pub(crate) async fn that_never_answer_an_upload(at: Target) {
    let url = at.url("/slow/silent");
    let request = Client::new().post(&url).body("content").timeout(SHORT);
    is_told(request.send().await.unwrap_err(), &url, false);
    ended(&at, 1).await;
}

pub(crate) async fn that_nobody_waits_for(at: Target) {
    let ask = || Client::new().get(at.url("/slow/silent")).send();
    assert!(timeout(SHORT, ask()).await.is_err());
    ended(&at, 1).await;

    // Dropped while another one is done.
    let other = Client::new().get(at.url("/ok")).send();
    match select(Box::pin(ask()), Box::pin(other)).await {
        Either::Left(_) => panic!("the silent server has answered"),
        Either::Right((other, silent)) => {
            assert_eq!(other.unwrap().status(), StatusCode::OK);
            drop(silent);
        }
    }
    // It may have been given up before the server saw it.
    let sent = timeout(SHORT, ask()).await.is_ok();
    assert!(!sent);
    ended(&at, 1).await;
}

pub(crate) async fn that_stop_in_the_middle(at: Target) {
    let url = at.url("/slow/stalls");
    let long = || Client::builder().timeout(LONG).between_bytes_timeout(LONG);
    for limited in [long().timeout(SHORT), long().between_bytes_timeout(SHORT)] {
        let client = built(limited);
        let response = client.get(&url).send().await.unwrap();
        is_told(response.bytes().await.unwrap_err(), &url, true);
        ended(&at, 1).await;

        let mut response = client.get(&url).send().await.unwrap();
        assert_eq!(response.chunk().await.unwrap().unwrap(), "half");
        is_told(response.chunk().await.unwrap_err(), &url, true);
        drop(response);
        ended(&at, 1).await;
    }
}

pub(crate) async fn whose_body_nobody_waits_for(at: Target) {
    let mut response = Client::new().get(at.url("/slow/stalls")).send().await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "half");
    assert!(response.chunk().now_or_never().is_none());
    drop(response);
    ended(&at, 1).await;
    // Nor did anybody ever.
    drop(Client::new().get(at.url("/slow/stalls")).send().await.unwrap());
    ended(&at, 1).await;
}

/// There is always a little, so that only the limit of the whole ends it.
pub(crate) async fn that_drip(at: Target) {
    let url = at.url("/slow/drips");
    let client = built(Client::builder().timeout(SHORT * 2).between_bytes_timeout(LONG));
    let mut response = client.get(&url).send().await.unwrap();
    let mut drops = 0;
    let error = loop {
        match response.chunk().await {
            Ok(chunk) => drops += chunk.unwrap().len(),
            Err(error) => break error,
        }
    };
    assert!(drops > 2, "{drops}");
    is_told(error, &url, true);
    drop(response);
    ended(&at, 1).await;
}

/// Nor is one without an end that never has to be waited for.
pub(crate) async fn that_pour_without_an_end(at: Target) {
    let url = at.url("/slow/pours");
    let mut response = Client::new().get(&url).timeout(SHORT * 2).send().await.unwrap();
    let error = loop {
        match response.chunk().await {
            Ok(chunk) => drop(chunk.unwrap()),
            Err(error) => break error,
        }
    };
    is_told(error, &url, true);
}
