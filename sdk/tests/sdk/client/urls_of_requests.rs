//! URLs of requests that were built elsewhere, which may be relative.

use doorway::Router;
use doorway::client::{Client, Request};
use doorway::http::Uri;
use doorway::routing::get;
use doorway::testing::TestClient;

/// The URL of a request that was built elsewhere.
fn built(url: &'static str) -> Request {
    Request::from(doorway::http::Request::get(url).body("").unwrap())
}

#[test]
fn the_url_of_a_request_may_be_relative_until_it_is_sent() {
    let request = built("/x/y?z=1");
    let url = request.url();
    for url in [url, &url.clone(), request.try_clone().unwrap().url()] {
        assert_eq!((url.as_str(), &*url.to_string()), ("/x/y?z=1", "/x/y?z=1"));
        assert_eq!(String::from(url.clone()), "/x/y?z=1");
        assert_eq!((url.scheme(), url.host_str(), url.path()), ("", None, "/x/y"));
        assert_eq!((url.port(), url.port_or_known_default()), (None, None));
        assert_eq!(url, "/x/y?z=1");
        assert_eq!(Uri::from(url.clone()), "/x/y?z=1");
        assert_eq!(format!("{url:?}"), "/x/y?…");
    }
    let other = built("ftp://a.test/x");
    let url = other.url();
    assert_eq!((url.as_str(), url.scheme()), ("ftp://a.test/x", "ftp"));
    assert_eq!((url.host_str(), url.port_or_known_default()), (Some("a.test"), None));
    assert_ne!(url, built("http://a.test/x").url());
    assert_ne!(url, built("/x").url());
    assert_eq!(built("https://a.test/x").url().as_str(), "https://a.test/x");
    assert_eq!(built("https://a.test/x").url().scheme(), "https");

    let app = |request: doorway::Request| async move { request.uri().to_string() };
    let handler = || async {
        let client = Client::builder().base_url("https://a.test/api/").build()?;
        client.execute(built("/x?z=1")).await?.text().await
    };
    let client = TestClient::new(Router::new().route("/", get(handler)));
    assert_eq!(
        client.upstream("https://a.test", app).get("/").send().text(),
        "https://a.test/x?z=1"
    );
}
