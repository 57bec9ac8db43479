//! Where redirects lead a client, and what it takes along.

mod refused;

use std::cell::RefCell;
use std::rc::Rc;

use doorway::client::redirect::Policy;
use doorway::client::{Client, ClientBuilder, Error, RequestBuilder, Response};
use doorway::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use doorway::testing::TestClient;
use doorway::time::{Duration, sleep};
use doorway::{Body, IntoResponse, Request};
use futures_util::{StreamExt, stream};

/// The upstreams' requests, as lines: method, URL, fields of interest, body.
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
    let body = body.collect_up_to(1024).await?.into_string()?;
    let fields = parts.headers.keys().map(HeaderName::as_str).filter(|name| *name != "host");
    let mut fields: Vec<_> = fields.collect();
    // With feature `gzip` that is always there.
    fields.retain(|name| *name != "accept-encoding");
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

/// An incoming body may be empty without a declared length.
#[test]
fn a_body_that_turns_out_empty_is_no_stream() {
    for limit in [None, Some(Duration::from_secs(60))] {
        let app = move |request: Request| async move {
            let mut asked = Client::new().get("https://a.test/302//end").body(request.into_body());
            if let Some(limit) = limit {
                asked = asked.timeout(limit);
            }
            asked.send().await?.text().await
        };
        let front = TestClient::new(app)
            .upstream("https://a.test", |request| answer(Asked::default(), request));
        let late = stream::once(sleep(Duration::from_millis(1))).boxed_local();
        let late = late.filter_map(|()| async { None::<Result<Vec<u8>, Error>> });
        let response = front.get("/").body(Body::from_stream(late)).send();
        assert_eq!(response.text(), "the end", "{limit:?}");
    }
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
fn no_referer_is_sent() {
    let (response, asked) = send(Client::new().get("https://a.test/302//x"));
    response.unwrap();
    assert!(asked.iter().all(|line| line.contains("[]")), "{asked:?}");
}
