//! Redirects that are not followed.

use doorway::Request;
use doorway::client::redirect::Policy;
use doorway::client::{Client, RequestBuilder};
use doorway::http::{Method, StatusCode};
use doorway::testing::TestClient;

use super::{build, network, send};

/// Why a redirect is not followed, and after how many requests.
fn refusal(client: &Client, url: &str) -> (String, usize) {
    let (response, asked) = send(client.get(url));
    let error = response.unwrap_err();
    assert!(error.is_redirect() && !error.is_request() && !error.is_builder());
    (error.to_string(), asked.len())
}

#[test]
fn too_many_are_an_error_that_names_them() {
    let url = |count| format!("https://a.test{}/x", "/302/".repeat(count));
    let limited = |most| build(Client::builder().redirect(Policy::limited(most)));
    for (client, most) in [(Client::new(), 10), (limited(10), 10), (limited(1), 1), (limited(0), 0)]
    {
        let (response, asked) = send(client.get(url(most)));
        assert_eq!((response.unwrap().status().as_u16(), asked.len()), (200, most + 1));
        let (message, asked) = refusal(&client, &url(most + 1));
        assert_eq!(asked, most + 1);
        let (first, last) = (url(most + 1), url(1));
        let parts = [format!("`{first}`"), format!("over {most} "), format!("`{last}`")];
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
        assert!(message.contains("`https://a.test/x`"), "{message}");
    }
    let (response, _) = send(limited(0).get(url(1)));
    assert_eq!(response.unwrap_err().url().unwrap().to_string(), url(1));
}

#[test]
fn a_circle_is_an_error() {
    let (network, asked) = network();
    let asked_there = asked.clone();
    let network = network.upstream("https://circle.test", move |request: Request| {
        asked_there.0.borrow_mut().push(request.method().to_string());
        let location = match (request.method(), request.uri().path()) {
            // A form that is shown again after it was sent.
            (&Method::POST, "/form") => Some((StatusCode::SEE_OTHER, "/form")),
            (_, "/one") => Some((StatusCode::FOUND, "/two?token=secret")),
            (_, "/two") => Some((StatusCode::FOUND, "/one")),
            (_, "/self") => Some((StatusCode::TEMPORARY_REDIRECT, "")),
            _ => None,
        };
        async move { location.map(|(status, to)| (status, [("location", to)])).ok_or("shown") }
    });
    let client = Client::new();
    let send = |request: RequestBuilder| network.block_on(request.send());
    let error = send(client.get("https://circle.test/one")).unwrap_err();
    assert!(error.is_redirect());
    let message = "`https://circle.test/two?…` leads back to `https://circle.test/one`, which was \
                   asked before";
    assert_eq!((error.to_string().as_str(), asked.take().len()), (message, 2));
    let error = send(client.put("https://circle.test/self").body("x")).unwrap_err();
    assert!(error.is_redirect() && asked.take().len() == 1);
    let shown = send(client.post("https://circle.test/form").body("x")).unwrap();
    assert_eq!((shown.status().as_u16(), asked.take()), (200, vec!["POST".into(), "GET".into()]));
}

#[test]
fn from_https_to_http_it_leads_only_if_allowed() {
    let url = "https://a.test/302/http://a.test/x?y";
    let (message, asked) = refusal(&Client::new(), url);
    assert!(
        asked == 1 && message.contains("`http://a.test/x?…`, which is not encrypted"),
        "{message}"
    );
    let allow = build(Client::builder().redirect(Policy::limited(1).allow_downgrade()));
    let custom = build(Client::builder().redirect(Policy::custom(|attempt| attempt.follow())));
    for client in [allow, custom] {
        let (response, _) = send(client.get(url));
        assert_eq!(response.unwrap().url(), "http://a.test/x?y");
    }
    let (response, _) = send(Client::new().get("http://a.test/302/https://a.test/x"));
    assert_eq!(response.unwrap().url(), "https://a.test/x");
}

#[test]
fn https_only_refuses_the_first_and_those_it_leads_to() {
    let follow = Policy::custom(|attempt| attempt.follow());
    let client = build(Client::builder().https_only(true).redirect(follow));
    let (response, asked) = send(client.get("http://a.test/x?token=secret"));
    let error = response.unwrap_err();
    assert!(error.is_builder() && asked.is_empty());
    let message = "the client sends over `https://` only, not to `http://a.test/x?…`";
    assert_eq!(error.to_string(), message);
    let (message, asked) = refusal(&client, "https://a.test/302/http://a.test/x");
    assert!(asked == 1 && message.contains("only"), "{message}");
    assert!(send(client.get("https://a.test/302//x")).0.is_ok());
}

#[test]
fn a_location_with_a_user_is_refused_and_not_shown() {
    for (location, is_refused) in [
        ("https://user:secret@a.test/", true),
        ("//user:secret@a.test/", true),
        ("https://user:secret@/", true),
        ("ftp://user:secret@a.test", false),
    ] {
        let network = TestClient::new(|_: Request| async {})
            .upstream("https://a.test", move |_: Request| async move {
                (StatusCode::FOUND, [("location", location)])
            });
        let sent = network.block_on(Client::new().get("https://a.test/x").send());
        assert_eq!(sent.is_err(), is_refused, "{location}");
        let Err(error) = sent else { continue };
        assert!(error.is_redirect() && !format!("{error} {error:?}").contains("secret"));
        let message = error.to_string();
        assert!(message.starts_with("where `https://a.test/x` leads to has a user"), "{message}");
    }
}

#[test]
fn a_custom_policy_decides() {
    let policy = Policy::custom(|attempt| {
        let previous: Vec<_> = attempt.previous().iter().map(ToString::to_string).collect();
        match attempt.url().path() {
            "/stop" => attempt.stop(),
            "/error" => {
                let why = format!("{} after {previous:?}", attempt.status());
                attempt.error(why)
            }
            _ => Policy::limited(2).redirect(attempt),
        }
    });
    let client = build(Client::builder().redirect(policy));
    let (response, _) = send(client.get("https://a.test/301//302//stop"));
    let response = response.unwrap();
    assert_eq!((response.status().as_u16(), response.url().path()), (302, "/302//stop"));
    let (response, _) = send(client.get("https://a.test/308//error"));
    let error = response.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(error.to_string(), "`https://a.test/308//error` leads to `https://a.test/error`");
    assert!(source.contains("after [\"https://a.test/308//error\"]"), "{source}");
    assert!(error.is_redirect());
    assert_eq!(refusal(&client, "https://a.test/301//301//301//x").1, 3);
    let shown = format!("{:?} {:?}", Policy::default(), Policy::none());
    assert_eq!(shown, "Policy::limited(10) Policy::none()");
}
