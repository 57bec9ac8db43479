//! The programs' output about the site.

use super::attach::attach;
use super::files::{download, log, resume};
use super::login::inbox;
use super::mirror::{crawl, fastest, health, twice};
use super::moved::{report, where_to};
use super::repos::{Api, ApiError};
use super::{Client, Url, alerts};

pub const ALERTS: &str = r#"192.0.2.1, 400 Bad Request said: {"text":"fire"}"#;

pub async fn alerts(site: String) -> String {
    let ip = alerts::ip(&site).await.unwrap().origin;
    let alert = alerts::alert(&format!("{site}/hook"), "fire").await.unwrap_err();
    format!("{ip}, {alert}")
}

pub const REPOS: &str = "\
engine 1842, notes 0, bernoulli 7
401: who are you?
1842, None
the API failed: 403
the API has changed
/issues/{\"labels\":[\"bug\"],\"title\":\"slow\"}
422: no title
508: again and again
";

pub async fn repos(site: String) -> String {
    let api = Api::new(&site, "sesame").unwrap();
    let repos = api.repos("ada").await.unwrap();
    let repos: Vec<_> = repos.iter().map(|repo| format!("{} {}", repo.name, repo.stars)).collect();
    let mut told = repos.join(", ") + "\n";
    let stranger = Api::new(&site, "alohomora").unwrap();
    told += &format!("{}\n", stranger.repos("ada").await.unwrap_err());
    let (engine, none) = (api.repo("ada", "engine").await, api.repo("ada", "none").await);
    told += &format!("{}, {:?}\n", engine.unwrap().unwrap().stars, none.unwrap());
    match api.repo("ada", "secret").await {
        Err(ApiError::Http(error)) => {
            told += &format!("the API failed: {}\n", error.status().unwrap().as_u16());
        }
        other => panic!("{other:?}"),
    }
    told += &format!("{}\n", api.repo("ada", "changed").await.unwrap_err());
    told += &format!("{}\n", api.report("ada/engine", "slow").await.unwrap());
    told += &format!("{}\n", api.report("ada/engine", "").await.unwrap_err());
    told += &format!("{}\n", api.report("ada/engine", "loop").await.unwrap_err());
    told
}

pub const MIRROR: &str = "\
fast
/page?from=0&page=1 1, /page?from=0&page=2 2, /page?from=0&page=3 0, /page?from=0&page=4 4
true false false
200 up: again
";

pub async fn mirror(site: String) -> String {
    let client = Client::new();
    let urls = ["/never", "/sick/health", "/fast"].map(|path| format!("{site}{path}"));
    let fast = fastest(&client, &[&urls[0], &urls[1], &urls[2]]).await.unwrap();

    let start: Url = format!("{site}/page?from=0").parse().unwrap();
    let mut pages = Vec::new();
    for page in crawl(&client, start).await {
        let (url, length) = page.unwrap();
        pages.push(format!("{} {length}", url.strip_prefix(&site).unwrap()));
    }

    let hosts = [site.clone(), format!("{site}/sick"), "http://nowhere.invalid".to_owned()];
    let health = health(&client, &hosts).await;
    let health = hosts.map(|host| health[&host].to_string()).join(" ");

    let response = twice(client.post(format!("{site}/flaky")).body("again")).await.unwrap();
    let (status, text) = (response.status().as_u16(), response.text().await.unwrap());
    format!("{fast}\n{}\n{health}\n{status} {text}\n", pages.join(", "))
}

pub const MOVED: &str = "\
/ip None
307 /ada/calendar
too far away
401 /ada/calendar
";

pub async fn moved(site: String) -> String {
    let moved = where_to(&format!("{site}/moved")).await.unwrap();
    let fast = where_to(&format!("{site}/fast")).await.unwrap();
    let calendar = report(&format!("{site}/ada"), "ada").await.unwrap();
    let far = report(&format!("{site}/far"), "ada").await.unwrap_err();
    assert!(far.is_redirect(), "{far:?}");
    let far = std::error::Error::source(&far).unwrap().to_string();
    let others = report(&format!("{site}/ada"), "bob").await.unwrap();
    format!("{} {fast:?}\n{calendar}\n{far}\n{others}\n", moved.unwrap())
}

pub const FILES: &str = "\
100 bytes, at last 100%
have 100
the server starts again
3 lines: one, two, three
";

pub async fn files(site: String) -> String {
    let client = Client::new();
    let url = format!("{site}/file");
    let (file, progress) = download(&client, &url).await.unwrap();
    let mut told = format!("{} bytes, at last {}%\n", file.len(), progress.last().unwrap());
    told += &format!("have {}\n", resume(&client, &url, 60).await.unwrap());
    told += &format!("{}\n", resume(&client, &format!("{site}/fast"), 60).await.unwrap_err());
    let lines = ["one", "two", "three"].map(str::to_owned).to_vec();
    told + &log(&client, &format!("{site}/log"), lines).await.unwrap() + "\n"
}

pub const ATTACH: &str = "201 title - - b\"A cat\"; picture cat.jpg image/jpeg \
b\"\\xff\\xd8\\xff\"; notes notes.txt text/plain b\"soft\"";

pub async fn attachment(site: String) -> String {
    let (client, url) = (Client::new(), format!("{site}/attach"));
    let (status, told) = attach(&client, &url, "soft".to_owned()).await.unwrap();
    format!("{status} {told}")
}

pub const LOGIN: &str = "/ip, session=ada, en, XMLHttpRequest; 403 /login";

pub async fn login(site: String) -> String {
    let (page, inbox_of_ada) = inbox(&site, "ada", "open & shut").await.unwrap();
    let refused = inbox(&site, "ada", "shut").await.unwrap_err();
    let (status, url) = (refused.status().unwrap().as_u16(), refused.url().unwrap().path());
    format!("{page}, {inbox_of_ada}; {status} {url}")
}
