//! A query may hold a key, and what a client says ends in logs: no message has one.

use std::error::Error as StdError;

use doorway::client::{Client, Error, Response, redirect};
use doorway::http::StatusCode;
use doorway::testing::TestClient;
use doorway::{ErrorCode, IntoResponse, Json, Request};

const SITE: &str = "http://site.test";

#[track_caller]
fn told(path: &str, read: impl AsyncFnOnce(Response) -> Result<(), Error>) -> String {
    let site = |request: Request| {
        let path = request.uri().path().to_owned();
        async move {
            match &*path {
                "/none" => StatusCode::NOT_FOUND.into_response(),
                "/empty" => ().into_response(),
                "/odd" => "not JSON".into_response(),
                "/there" => {
                    let there = [("location", "/there?key=sesame")];
                    (StatusCode::FOUND, there).into_response()
                }
                _ => Json([10, 20, 30]).into_response(),
            }
        }
    };
    let client = TestClient::new(|_: Request| async {})
        .upstream(SITE, site)
        .upstream_error("http://gone.test", ErrorCode::ConnectionRefused);
    let url = match path {
        "/gone" => "http://gone.test/?key=sesame".to_owned(),
        path => format!("{SITE}{path}?key=sesame"),
    };
    let sent = client.block_on(async {
        let response = Client::new().get(url).body_limit(8).send().await?;
        read(response).await
    });
    let error = sent.unwrap_err();
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        told += &format!(": {error}");
        source = error.source();
    }
    assert!(!told.contains("sesame"), "{told}");
    told
}

#[test]
fn no_message_has_the_query() {
    let status = told("/none", async |response| response.error_for_status().map(drop));
    assert_eq!(status, "`http://site.test/none?…` answered 404 Not Found");
    let json = async |response: Response| response.json::<String>().await.map(drop);
    let long = told("/long", async |response| response.text().await.map(drop));
    assert!(long.starts_with("the response of `http://site.test/long?…` is longer"), "{long}");
    let empty = told("/empty", json);
    assert!(empty.starts_with("the response of `http://site.test/empty?…` is empty"), "{empty}");
    let odd = told("/odd", json);
    assert!(odd.starts_with("the response of `http://site.test/odd?…` is "), "{odd}");
    let back = told("/there", json);
    assert!(back.contains("leads back to `http://site.test/there?…`"), "{back}");
    let gone = told("/gone", json);
    assert_eq!(gone, "GET http://gone.test/?… failed: the connection was refused");
}

#[test]
fn no_debugging_output_has_the_query_or_a_cookie() {
    let site = |_: Request| async {
        let fields = [("set-cookie", "id=sesame"), ("location", "/?key=sesame"), ("x-a", "shown")];
        (StatusCode::FOUND, fields)
    };
    let seen = |attempt: &redirect::Attempt<'_>| {
        let told = format!("{attempt:?}");
        assert!(told.contains(SITE) && !told.contains("sesame"), "{told}");
    };
    let policy = redirect::Policy::custom(move |attempt| {
        seen(&attempt);
        attempt.stop()
    });
    let site = TestClient::new(|_: Request| async {}).upstream(SITE, site);
    let request = || {
        let client = Client::builder().redirect(policy.clone()).build().unwrap();
        client.get(format!("{SITE}/a?key=sesame")).bearer_auth("sesame")
    };
    let response = site.block_on(request().send()).unwrap();
    let error = request().header("x-a", "sesame\n").build().unwrap_err();
    let of_response = format!("{response:?}");
    assert!(of_response.contains("\"x-a\": \"shown\""), "{of_response}");
    for told in [of_response, format!("{:?}", request()), format!("{error:?}")] {
        assert!(told.contains("http://site.test/a?…") && !told.contains("sesame"), "{told}");
    }
}

#[test]
fn no_message_of_what_is_no_url_has_the_query() {
    for (text, shown) in [
        ("site.test/a?key=sesame", "`site.test/a?…`"),
        ("/a?key=sesame", "`/a?…`"),
        ("ftp://site.test/a?key=sesame#x", "`ftp://site.test/a?…`"),
        ("ftp://site.test/a#key=sesame", "`ftp://site.test/a#…`"),
        ("http://site.test:x/?mail=sesame@site.test", "`…`"),
        ("http://site.test:x/#sesame@site.test", "`…`"),
        ("http://me:ses?ame@site.test/", "`…`"),
    ] {
        let error = Client::new().get(text).build().unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(told.contains(shown) && !told.contains("ses"), "{told}");
    }
}
