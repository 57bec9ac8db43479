//! The cookies of a client: which are kept, and which are sent where.

mod hosts;

use std::sync::Arc;

use doorway::client::cookie::{CookieStore, Jar};
use doorway::client::{self, Client, Url};
use doorway::http::header::{COOKIE, LOCATION, SET_COOKIE};
use doorway::http::{HeaderMap, HeaderValue, StatusCode};
use doorway::response::AppendHeaders;
use doorway::testing::TestClient;
use doorway::{IntoResponse, Request};

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

/// The cookies sent to a URL after others set some, in that order.
fn sent(set: &[(&str, &str)], to: &str) -> Option<String> {
    let jar = Jar::default();
    for (from, cookie) in set {
        jar.add_cookie_str(cookie, &url(from));
    }
    look(&jar, to)
}

fn look(jar: &Jar, to: &str) -> Option<String> {
    let value = jar.cookies(&url(to))?;
    assert!(value.is_sensitive());
    Some(str::from_utf8(value.as_bytes()).unwrap().to_owned())
}

#[test]
fn a_cookie_goes_where_its_attributes_say() {
    const FROM: &str = "https://www.a.example/one/two";
    for (cookie, to, goes) in [
        // To the host and the folder it came from.
        ("a=b", "https://www.a.example/one/three", true),
        ("a=b", "https://www.a.example/one", true),
        ("a=b", "https://www.a.example/", false),
        ("a=b", "https://WWW.A.EXAMPLE:8443/one/", true),
        ("a=b", "http://www.a.example/one/", true),
        ("a=b", "https://a.example/one/", false),
        ("a=b", "https://x.www.a.example/one/", false),
        // To all below a domain.
        ("a=b; domain=a.example", "https://a.example/one/", true),
        ("a=b; domain=.A.Example", "https://x.y.a.example/one/", true),
        ("a=b; domain=a.example", "https://ba.example/one/", false),
        ("a=b; domain=www.a.example", "https://x.www.a.example/one/", true),
        ("a=b; domain=www.a.example", "https://a.example/one/", false),
        ("a=b; domain=", "https://x.www.a.example/one/", false),
        // Of its own, and not of a sibling, one below, another, or everybody.
        ("a=b; domain=b.a.example", "https://b.a.example/one/", false),
        ("a=b; domain=x.www.a.example", "https://x.www.a.example/one/", false),
        ("a=b; domain=b.example", "https://b.example/one/", false),
        ("a=b; domain=example", "https://www.a.example/one/", false),
        ("a=b; domain=example.", "https://www.a.example/one/", false),
        ("a=b; domain=w.a.example", "https://www.a.example/one/", false),
        // To a path.
        ("a=b; path=/", "https://www.a.example/", true),
        ("a=b; path=/", "https://www.a.example", true),
        ("a=b; path=/x", "https://www.a.example/x/y", true),
        ("a=b; path=/x", "https://www.a.example/xy", false),
        ("a=b; path=x", "https://www.a.example/one/", true),
        ("a=b; path=x", "https://www.a.example/x", false),
        // Over what nobody can read.
        ("a=b; secure", "https://www.a.example/one/", true),
        ("a=b; secure", "http://www.a.example/one/", false),
        // As long as it lasts.
        ("a=b; max-age=1000", "https://www.a.example/one/", true),
        ("a=b; max-age=0", "https://www.a.example/one/", false),
        ("a=b; expires=Sun, 06 Nov 1994 08:49:37 GMT", "https://www.a.example/one/", false),
        ("a=b; expires=Fri, 31 Dec 9999 23:59:59 GMT", "https://www.a.example/one/", true),
        (
            "a=b; expires=Sun, 06 Nov 1994 08:49:37 GMT; max-age=9",
            "https://www.a.example/one/",
            true,
        ),
        // If its name promises something, it keeps that.
        ("__secure-a=b; secure", "https://www.a.example/one/", true),
        ("__Secure-a=b", "https://www.a.example/one/", false),
        ("__Host-a=b; secure; path=/", "https://www.a.example/", true),
        ("__Host-a=b; secure", "https://www.a.example/one/", false),
        ("__Host-a=b; path=/", "https://www.a.example/", false),
        ("__Host-a=b; secure; path=/x", "https://www.a.example/x", false),
        ("__Host-a=b; secure; path=/; domain=a.example", "https://www.a.example/", false),
        // If it is one.
        ("a", "https://www.a.example/one/", false),
        ("=b", "https://www.a.example/one/", false),
        ("a=b\r\nx: y", "https://www.a.example/one/", false),
    ] {
        assert_eq!(sent(&[(FROM, cookie)], to).is_some(), goes, "{cookie} to {to}");
    }
}

#[test]
fn cookies_go_in_order_and_take_the_place_of_others() {
    const HERE: &str = "https://a.example/one/two";
    let here = |cookies: &[&str]| {
        let set: Vec<_> = cookies.iter().map(|cookie| (HERE, *cookie)).collect();
        sent(&set, HERE)
    };
    // Longer paths first, then as they were made.
    let set = ["a=1; path=/", "b=2; path=/one/two", "c=3", "d=4; path=/", "e=5"];
    assert_eq!(here(&set).as_deref(), Some("b=2; c=3; e=5; a=1; d=4"));
    assert_eq!(here(&["a=1", "b=2", "a=3"]).as_deref(), Some("a=3; b=2"));
    assert_eq!(here(&["a=1", "A=2"]).as_deref(), Some("a=1; A=2"));
    assert_eq!(here(&["a=1", "a=2; path=/"]).as_deref(), Some("a=1; a=2"));
    assert_eq!(here(&["a=1", "a=2; domain=a.example"]).as_deref(), Some("a=1; a=2"));
    assert_eq!(here(&["a=1", "a=; max-age=0"]), None);
    assert_eq!(here(&["a=1", "a=; path=/; max-age=0"]).as_deref(), Some("a=1"));
    assert_eq!(here(&["a=1; max-age=9", "a=2"]).as_deref(), Some("a=2"));
    assert_eq!(here(&["a=\"1 %20é\"; b=2"]).as_deref(), Some("a=\"1 %20é\""));
}

#[test]
fn a_secure_cookie_is_not_replaced_over_http() {
    const SAFE: &str = "https://www.a.example/x";
    const OPEN: &str = "http://www.a.example/x";
    let secure = "a=1; secure; path=/; domain=a.example";
    for (cookie, all) in [
        ("a=2; path=/; domain=a.example", "a=1"),
        ("a=2; path=/", "a=1"),
        ("a=2; path=/x", "a=1"),
        ("b=2; path=/", "a=1; b=2"),
    ] {
        let found = sent(&[(SAFE, secure), (OPEN, cookie)], SAFE);
        assert_eq!(found.as_deref(), Some(all), "{cookie}");
    }
    let found = sent(&[(SAFE, secure), (SAFE, "a=2; path=/; domain=a.example")], OPEN);
    assert_eq!(found.as_deref(), Some("a=2"));
}

#[test]
fn a_server_cannot_fill_the_memory() {
    let jar = Jar::default();
    let here = url("https://a.example/");
    for number in 0..1000 {
        jar.add_cookie_str(&format!("a{number}=b"), &here);
        // One that is used stays.
        assert!(look(&jar, "https://a.example/").unwrap().contains(&format!("a{number}=b")));
    }
    let found = look(&jar, "https://a.example/").unwrap();
    assert_eq!(found.split("; ").count(), 50);
    assert!(found.starts_with("a950=b; "), "{found}");
    for host in 0..70 {
        for number in 0..50 {
            let from = url(&format!("https://h{host}.example/"));
            jar.add_cookie_str(&format!("a{number}=b"), &from);
        }
    }
    // 60 hosts are left.
    assert_eq!(look(&jar, "https://a.example/"), None);
    assert_eq!(look(&jar, "https://h9.example/"), None);
    let of_one = |host: u32| look(&jar, &format!("https://h{host}.example/"));
    assert!((10..70).all(|host| of_one(host).is_some_and(|all| all.split("; ").count() == 50)));
    let long = "b".repeat(4096);
    assert_eq!(sent(&[("https://a.example/", &format!("a={long}"))], "https://a.example/"), None);
}

/// Says what came, and sets what the query says. `/go/HOST` leads there.
async fn api(request: Request) -> impl IntoResponse {
    let uri = request.uri().clone();
    let set = uri.query().filter(|query| !query.is_empty()).map(|query| {
        let value = HeaderValue::from_str(&query.replace("%20", " ")).unwrap();
        (SET_COOKIE, value)
    });
    let came = request.headers().get(COOKIE).map_or("-", |value| value.to_str().unwrap());
    let next = uri.path().strip_prefix("/go/").map(|host| {
        let next = format!("https://{host}/?from={came};path=/");
        (LOCATION, HeaderValue::from_str(&next.replace(' ', "")).unwrap())
    });
    let status = if next.is_some() { StatusCode::FOUND } else { StatusCode::OK };
    (status, AppendHeaders(set), AppendHeaders(next), came.to_owned())
}

fn upstreams() -> TestClient {
    TestClient::new(|_: Request| async {})
        .upstream("https://a.example", api)
        .upstream("https://b.example", api)
}

async fn get(client: &Client, url: &str) -> String {
    client.get(url).send().await.unwrap().text().await.unwrap()
}

#[test]
fn a_client_keeps_cookies_if_it_is_told_to() {
    let keeping = || Client::builder().cookie_store(true);
    upstreams().block_on(async {
        let client = keeping().build().unwrap();
        assert_eq!(get(&client, "https://a.example/?a=1;path=/").await, "-");
        assert_eq!(get(&client.clone(), "https://a.example/").await, "a=1");
        assert_eq!(get(&client, "https://b.example/").await, "-");
        // A request that has some goes as it is, and so do those of all requests.
        let own = client.get("https://a.example/?b=2").header(COOKIE, "c=3").send().await.unwrap();
        assert_eq!(own.text().await.unwrap(), "c=3");
        assert_eq!(get(&client, "https://a.example/").await, "a=1; b=2");
        let of_all = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("d=4"))]);
        let client = keeping().default_headers(of_all).build().unwrap();
        assert_eq!(get(&client, "https://a.example/?a=1;path=/").await, "d=4");
        assert_eq!(get(&client, "https://a.example/").await, "d=4");
        for client in [Client::new(), keeping().cookie_store(false).build().unwrap()] {
            assert_eq!(get(&client, "https://a.example/?a=1;path=/").await, "-");
            assert_eq!(get(&client, "https://a.example/").await, "-");
        }
    });
}

#[test]
fn a_jar_is_filled_and_looked_into() {
    let jar = Arc::new(Jar::default());
    jar.add_cookie_str("a=1; Path=/", &url("https://a.example/x/y"));
    let client = Client::builder().cookie_provider(jar.clone()).build().unwrap();
    upstreams().block_on(async {
        assert_eq!(get(&client, "https://a.example/?b=2").await, "a=1");
    });
    assert_eq!(look(&jar, "https://a.example/").as_deref(), Some("a=1; b=2"));
    assert_eq!(format!("{jar:?}"), "Jar { .. }");
}

#[test]
fn a_response_tells_its_cookies() {
    let api = |_: Request| async {
        let values = ["a=%201; Path=/; HttpOnly", "none", "b=2"];
        AppendHeaders(values.map(|value| (SET_COOKIE, value)))
    };
    let upstreams = TestClient::new(|_: Request| async {}).upstream("https://a.example", api);
    let found = upstreams.block_on(client::get("https://a.example/").send()).unwrap();
    let cookies: Vec<_> = found.cookies().collect();
    assert_eq!(cookies.iter().map(|cookie| cookie.name()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((cookies[0].value(), cookies[0].http_only()), ("%201", Some(true)));
}

#[test]
fn each_hop_of_a_redirect_has_its_own_cookies() {
    let jar = Arc::new(Jar::default());
    jar.add_cookie_str("b=2; Path=/", &url("https://b.example/"));
    let client = Client::builder().cookie_provider(jar.clone()).build().unwrap();
    upstreams().block_on(async {
        // The cookies of the redirect are kept, and go to no other host.
        let text = get(&client, "https://a.example/go/b.example?a=1;path=/").await;
        assert_eq!(text, "b=2");
        assert_eq!(look(&jar, "https://a.example/").as_deref(), Some("a=1"));
        // Back on the first host it goes there.
        let text = get(&client, "https://a.example/go/a.example?c=3;path=/").await;
        assert_eq!(text, "a=1; c=3");
        // The request's own cookies stay with its host; on the next host, the jar's are sent.
        let send = async |to: &str| {
            let request = client.get(to).header(COOKIE, "own=1");
            request.send().await.unwrap().text().await.unwrap()
        };
        assert_eq!(send("https://a.example/go/a.example").await, "own=1");
        assert!(send("https://a.example/go/b.example").await.starts_with("b=2; from="));
    });
}

#[test]
fn a_redirect_may_lead_back_with_a_cookie() {
    // As pages do that have one logged in.
    let api = |request: Request| async move {
        if request.headers().contains_key(COOKIE) {
            return "welcome".into_response();
        }
        let fields = [(SET_COOKIE, "seen=1"), (LOCATION, "https://a.example/")];
        (StatusCode::SEE_OTHER, AppendHeaders(fields)).into_response()
    };
    let upstreams = TestClient::new(|_: Request| async {}).upstream("https://a.example", api);
    let client = Client::builder().cookie_store(true).build().unwrap();
    upstreams.block_on(async {
        assert_eq!(get(&client, "https://a.example/").await, "welcome");
    });
}

/// More would keep the request from being sent, and each server of a domain may set some.
#[test]
fn what_is_sent_has_a_limit() {
    let url: Url = "https://shop.example/".parse().unwrap();
    let jar = Jar::default();
    for number in 0..50 {
        jar.add_cookie_str(&format!("c{number}={}", "x".repeat(4000)), &url);
    }
    let sent = jar.cookies(&url).unwrap();
    assert!(sent.len() > 60 * 1024 && sent.len() < 66 * 1024, "{}", sent.len());
    assert!(sent.as_bytes().starts_with(b"c0=xxx"));
}
