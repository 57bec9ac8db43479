//! Asks several servers at once: the fastest, all of them, a few at a time, the same again.

use std::collections::HashMap;
use std::time::Duration;

use doorway::client::Url;
use doorway::client::{self as reqwest, Client, RequestBuilder, Response};
use futures_util::future::{join_all, select_ok};
use futures_util::{FutureExt, StreamExt, TryFutureExt, stream};

pub async fn fastest(client: &Client, mirrors: &[&str]) -> reqwest::Result<String> {
    let requests = mirrors.iter().map(|mirror| {
        let request = client.get(*mirror).timeout(Duration::from_secs(5));
        async move { request.send().await?.error_for_status()?.text().await }.boxed_local()
    });
    let (text, _others) = select_ok(requests).await?;
    Ok(text)
}

pub async fn health(client: &Client, hosts: &[String]) -> HashMap<String, bool> {
    let checks = hosts.iter().map(|host| async move {
        let response = client.get(format!("{host}/health")).send().await;
        let healthy = response.is_ok_and(|response| response.status().is_success());
        (host.clone(), healthy)
    });
    join_all(checks).await.into_iter().collect()
}

pub async fn crawl(client: &Client, start: Url) -> Vec<Result<(String, usize), reqwest::Error>> {
    let pages = (1..=4).map(|page| client.get(start.clone()).query(&[("page", page)]));
    stream::iter(pages)
        .map(|request| {
            request.send().and_then(|response| async move {
                let url = response.url().to_string();
                Ok((url, response.bytes().await?.len()))
            })
        })
        .buffered(2)
        .collect()
        .await
}

pub async fn twice(request: RequestBuilder) -> reqwest::Result<Response> {
    let again = request.try_clone().expect("its body is not a stream");
    match request.send().await {
        Err(error) if error.is_connect() || error.is_timeout() => again.send().await,
        Ok(response) if response.status().is_server_error() => again.send().await,
        result => result,
    }
}
