//! Where redirects lead a client, and what it takes along.

use std::cell::RefCell;
use std::rc::Rc;

use doorway::client::redirect::Policy;
use doorway::client::{Client, ClientBuilder, Error, RequestBuilder, Response};
use doorway::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use doorway::testing::TestClient;
use doorway::{Body, IntoResponse, Request};
use futures_util::stream;

/// What the upstreams were asked, as lines: method, URL, fields of interest, body.
#[derive(Clone, Default)]
struct Asked(Rc<RefCell<Vec<String>>>);

impl Asked {
    fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// Leads on where a request says: `/301/a` by 301 to `a`, anything else is answered with a 200.
async fn answer(asked: Asked, request: Request) -> Result<doorway::Response, doorway::Error> {
    let (parts, body) = request.into_parts();
    let body = body.collect(1024).await?.into_string()?;
    let mut fields: Vec<_> = parts.headers.keys().map(HeaderName::as_str).collect();
    fields.sort_unstable();
    asked.0.borrow_mut().push(format!(
        "{} {} [{}] {body}",
        parts.method,
        *parts.uri,
        fields.join(" ")
    ));
    let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
    let redirect = target.get(1..4).and_then(|digits| digits.parse::<u16>().ok());
    let Some(status) = redirect.and_then(|status| StatusCode::from_u16(status).ok()) else {
        return Ok("the end".into_response());
    };
    let mut response = (status, "elsewhere").into_response();
    if let Some(location) = target.get(5..) {
        response.headers_mut().insert("location", location.parse().unwrap());
    }
    Ok(response)
}

/// The network, and what is asked there.
fn network() -> (TestClient, Asked) {
    let asked = Asked::default();
    let mut client = TestClient::new(|_: Request| async {});
    for origin in ["https://a.test", "http://a.test", "https://a.test:444", "https://b.test"] {
        let asked = asked.clone();
        client = client.upstream(origin, move |request: Request| answer(asked.clone(), request));
    }
    (client, asked)
}

/// Sends, and tells what was asked.
fn send(request: RequestBuilder) -> (Result<Response, Error>, Vec<String>) {
    let (network, asked) = network();
    let response = network.block_on(request.send());
    (response, asked.take())
}

fn build(builder: ClientBuilder) -> Client {
    builder.build().unwrap()
}

#[test]
fn methods_and_bodies_change_as_the_status_says() {
    let table = [
        (301, "GET", "GET", false),
        (301, "HEAD", "HEAD", true),
        (301, "POST", "GET", false),
        (301, "PUT", "PUT", true),
        (302, "POST", "GET", false),
        (302, "DELETE", "DELETE", true),
        (302, "PATCH", "PATCH", true),
        (303, "GET", "GET", false),
        (303, "HEAD", "HEAD", false),
        (303, "POST", "GET", false),
        (303, "PUT", "GET", false),
        (303, "DELETE", "GET", false),
        (307, "POST", "POST", true),
        (307, "PUT", "PUT", true),
        (308, "POST", "POST", true),
        (308, "GET", "GET", false),
    ];
    for (status, method, then, again) in table {
        let url = format!("https://a.test/{status}//x");
        let mut request = Client::new().request(method.parse().unwrap(), url);
        let has_body = !matches!(method, "GET" | "HEAD");
        if has_body {
            request = request
                .header("content-type", "text/plain")
                .header("content-language", "en")
                .header("digest", "x")
                .header("repr-digest", "x")
                .header("x-a", "1")
                .body(String::from("body"));
        }
        let (response, asked) = send(request);
        let response = response.unwrap();
        assert_eq!((response.status().as_u16(), response.url().path()), (200, "/x"));
        let sent = "[content-language content-length content-type digest repr-digest x-a] body";
        let (first, second) = match (has_body, again) {
            (true, true) => (sent, sent),
            (true, false) => (sent, "[x-a] "),
            (false, _) => ("[] ", "[] "),
        };
        let expected = [
            format!("{method} https://a.test/{status}//x {first}"),
            format!("{then} https://a.test/x {second}"),
        ];
        assert_eq!(asked, expected);
    }
}

#[test]
fn a_stream_is_not_sent_again() {
    let stream = || Body::from_stream(stream::iter(["bo", "dy"].map(Ok::<_, doorway::Error>)));
    for (path, asked, status) in [("/307//x", 1, 307), ("/308//x", 1, 308), ("/303//x", 2, 200)] {
        let url = format!("https://a.test{path}");
        let (response, lines) = send(Client::new().post(url).body(stream()));
        assert_eq!((response.unwrap().status().as_u16(), lines.len()), (status, asked));
    }
    let (response, lines) = send(Client::new().put("https://a.test/302//x").body(stream()));
    assert_eq!((response.unwrap().status().as_u16(), lines.len()), (302, 1));
}

#[test]
fn a_location_is_relative_to_what_was_asked() {
    for (location, url) in [
        ("x", "https://a.test/b/x"),
        ("../x?y", "https://a.test/x?y"),
        ("?y", "https://a.test/b/c?y"),
        ("/x#part", "https://a.test/x"),
        ("/é x", "https://a.test/%C3%A9%20x"),
        ("//a.test/x", "https://a.test/x"),
        ("HTTPS://a.test", "https://a.test/"),
    ] {
        let network = TestClient::new(|_: Request| async {});
        let network = network.upstream("https://a.test", move |request: Request| async move {
            let is_first = request.uri().path_and_query().is_some_and(|target| target == "/b/c");
            let location = HeaderValue::from_bytes(location.as_bytes()).unwrap();
            is_first.then_some((StatusCode::FOUND, [("location", location)])).ok_or("the end")
        });
        let response = network.block_on(Client::new().get("https://a.test/b/c").send()).unwrap();
        assert_eq!((response.url().to_string().as_str(), response.status().as_u16()), (url, 200));
    }
    let (response, asked) = send(Client::new().get("https://a.test/301//307//302//x"));
    let response = response.unwrap();
    assert_eq!((response.url().to_string(), asked.len()), ("https://a.test/x".into(), 4));
}

#[test]
fn what_leads_nowhere_is_the_response() {
    for path in [
        "/300//x",
        "/304//x",
        "/305//x",
        "/306//x",
        "/301",
        "/302/ftp://a.test/",
        "/302/javascript:x",
        "/302/https://",
        "/302/https://a.test:99999/",
        "/307/https://[x]/",
    ] {
        let (response, asked) = send(Client::new().get(format!("https://a.test{path}")));
        let response = response.unwrap();
        let status = path.get(1..4).unwrap();
        assert_eq!((response.status().as_str(), asked.len()), (status, 1), "{path}");
        let (network, _) = network();
        let text = network.block_on(async { response.text().await }).unwrap();
        assert_eq!(text, if status == "304" { "" } else { "elsewhere" });
    }
}

/// The fields of the last request.
fn taken(client: &Client, url: &str, fields: &[&'static str]) -> String {
    let mut headers = HeaderMap::new();
    fields.iter().for_each(|name| drop(headers.insert(*name, HeaderValue::from_static("x"))));
    let mut secret = HeaderValue::from_static("x");
    secret.set_sensitive(true);
    headers.insert("x-key", secret);
    let (response, asked) = send(client.get(url).headers(headers));
    response.unwrap();
    let line = asked.last().unwrap();
    line.split_once('[').unwrap().1.trim_end_matches("] ").to_owned()
}

#[test]
fn secrets_stay_within_the_origin() {
    let client = build(Client::builder().redirect(Policy::default().allow_downgrade()));
    let fields = ["authorization", "cookie", "proxy-authorization", "www-authenticate", "accept"];
    let kept = "accept authorization cookie www-authenticate x-key";
    for (url, kept) in [
        ("https://a.test/302//x", kept),
        ("https://a.test/302/https://A.test:443/x", kept),
        ("https://a.test/302/https://b.test/x", "accept"),
        ("https://a.test/302/https://a.test:444/x", "accept"),
        ("https://a.test/302/http://a.test/x", "accept"),
        // They do not come back.
        ("https://a.test/302/https://b.test/302/https://a.test/x", "accept"),
    ] {
        assert_eq!(taken(&client, url, &fields), kept, "{url}");
    }
}

#[test]
fn secrets_of_the_client_do_not_come_back() {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static("x"));
    headers.insert("x-a", HeaderValue::from_static("x"));
    let client = build(Client::builder().default_headers(headers));
    assert_eq!(taken(&client, "https://a.test/302//x", &[]), "authorization x-a x-key");
    let away = "https://a.test/302/https://b.test/302/https://a.test/x";
    assert_eq!(taken(&client, away, &[]), "x-a");
}

/// Why a redirect is not followed.
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
fn none_makes_the_redirect_the_response() {
    let client = build(Client::builder().redirect(Policy::none()));
    let (response, asked) = send(client.post("https://a.test/307//x").body("body"));
    let response = response.unwrap();
    assert_eq!((response.status().as_u16(), asked.len()), (307, 1));
    assert_eq!(response.headers()["location"], "/x");
    assert_eq!(response.url(), "https://a.test/307//x");
}

#[test]
fn a_circle_is_an_error() {
    let (network, asked) = network();
    let asked_there = asked.clone();
    let network = network.upstream("https://circle.test", move |request: Request| {
        asked_there.0.borrow_mut().push(request.method().to_string());
        let location = match (request.method(), request.uri().path()) {
            // A form that is shown again after it was sent.
            (&Method::POST, "/form") => Some((StatusCode::SEE_OTHER, "/form?token=secret")),
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

#[test]
fn no_referer_is_sent() {
    let (response, asked) = send(Client::new().get("https://a.test/302//x"));
    response.unwrap();
    assert!(asked.iter().all(|line| line.contains("[]")), "{asked:?}");
}
