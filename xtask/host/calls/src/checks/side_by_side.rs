//! Requests at the same time.

use doorway::client::{Client, Error};
use futures_util::StreamExt;
use futures_util::future::{join_all, try_join_all};
use futures_util::stream::FuturesUnordered;

use crate::Target;

async fn text(url: String) -> Result<String, Error> {
    Client::new().get(url).send().await?.text().await
}

/// None of them is answered before all are there.
pub(crate) async fn sixty_four_wait_together(at: Target) {
    let requests = (0..64).map(|_| text(at.url("/together/64")));
    let answers = try_join_all(requests).await.unwrap();
    assert!(answers.iter().all(|answer| answer == "together"));
}

/// The last of them is answered, and the server sees the end of the others.
pub(crate) async fn the_first_that_answers_ends_the_others(at: Target) {
    let mut requests: FuturesUnordered<_> = (0..16).map(|_| text(at.url("/first/16"))).collect();
    assert_eq!(requests.next().await.unwrap().unwrap(), "first");
    drop(requests);
    assert_eq!(text(at.url("/ended/15")).await.unwrap(), "ended");
}

/// One that fails is no other's failure.
pub(crate) async fn each_has_an_end_of_its_own(at: Target) {
    let urls = ["/ok", "/head/half", "/ok", "/head/nothing-reset"].map(|path| at.url(path));
    let urls = urls.into_iter().chain([at.other_url("/")]);
    let answers: Vec<_> = join_all(urls.map(text)).await;
    let told = answers.iter().map(|answer| match answer {
        Ok(text) => text.as_str(),
        Err(error) if error.is_connect() => "connect",
        Err(_) => "error",
    });
    assert_eq!(told.collect::<Vec<_>>(), ["ok", "error", "ok", "error", "connect"]);
}
