//! URLs that a client accepts, and the resolution of relative ones.

use doorway::client::{Client, Error, RequestBuilder};
use doorway::http::Uri;

fn absolute(text: &str) -> Result<String, Error> {
    Client::new().get(text).build().map(|request| request.url().to_string())
}

fn relative(base: &str, text: &str) -> Result<String, Error> {
    let client = Client::builder().base_url(base).build()?;
    client.get(text).build().map(|request| request.url().to_string())
}

/// Why it is refused.
fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    let error = result.unwrap_err();
    assert!(error.is_builder() && !error.is_request(), "{error:?}");
    error.to_string()
}

#[test]
fn absolute_urls_stay_as_they_are() {
    for url in [
        "http://example.com/",
        "https://example.com/a/b?c=d&e=f",
        "https://EXAMPLE.com:8443/%7Ea/%zz/%",
        "https://example.com/?",
        "https://example.com/a//b/?a[]=1&b='2'",
        "http://[::1]/",
        "http://[2001:db8::7]:8080/x",
        "http://[::ffff:192.0.2.1]:1/",
        "http://127.0.0.1:65535/.well-known/..x",
        "http://a-b_c.test./;p=1/@me:x",
        "https://xn--bcher-kva.example/",
    ] {
        assert_eq!(absolute(url).unwrap(), url);
        assert_eq!(absolute(&format!(" \t{url}\r\n")).unwrap(), url);
        let uri: Uri = url.parse().unwrap();
        assert_eq!(Client::new().get(&uri).build().unwrap().url(), &uri);
    }
}

#[test]
fn what_may_not_stand_in_a_url_is_encoded_or_left_out() {
    for (url, asked) in [
        ("http://a.test", "http://a.test/"),
        ("HTTPS://a.test?q", "https://a.test/?q"),
        ("http://a.test:/x", "http://a.test/x"),
        ("http://[::1]:", "http://[::1]/"),
        ("http://a.test/x#part?y", "http://a.test/x"),
        ("http://a.test#part", "http://a.test/"),
        ("http://a.test/a b?c d", "http://a.test/a%20b?c%20d"),
        ("http://a.test/\"<>\\^`{|}", "http://a.test/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("http://a.test/?\"<>\\^`{|}", "http://a.test/?%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("http://a.test/é/%c3%A9?é", "http://a.test/%C3%A9/%c3%A9?%C3%A9"),
        ("http://a.test/a\r\nx: y\0\t\u{7f}", "http://a.test/a%0D%0Ax:%20y%00%09%7F"),
        ("http://a.test/a/./b/../c", "http://a.test/a/c"),
        ("http://a.test/../..", "http://a.test/"),
    ] {
        assert_eq!(absolute(url).unwrap(), asked, "{url:?}");
        if let Ok(uri) = url.parse::<Uri>() {
            assert_eq!(Client::new().get(uri).build().unwrap().url(), asked);
        }
    }
}

/// [RFC 3986, 5.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.4), without fragments.
#[test]
fn relative_urls_mean_what_the_rfc_says() {
    let base = "http://a/b/c/d;p?q";
    for (text, asked) in [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g/"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q"),
        ("g#s", "http://a/b/c/g"),
        ("g?y#s", "http://a/b/c/g?y"),
        (";x", "http://a/b/c/;x"),
        ("g;x", "http://a/b/c/g;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("g#s/./x", "http://a/b/c/g"),
        ("g#s/../x", "http://a/b/c/g"),
        ("https://x/y", "https://x/y"),
    ] {
        assert_eq!(relative(base, text).unwrap(), asked, "{text:?}");
    }
    assert!(refusal(relative(base, "g:h")).contains("`http://`"));
    assert!(refusal(relative(base, "http:g")).contains("has no host"));
    let base = "https://[::1]:8443/api?key=1#x";
    assert_eq!(relative(base, "planets").unwrap(), "https://[::1]:8443/planets");
    assert_eq!(relative(base, "//other.test:1").unwrap(), "https://other.test:1/");
    assert_eq!(relative(base, "/é b").unwrap(), "https://[::1]:8443/%C3%A9%20b");
    assert_eq!(relative(base, "").unwrap(), "https://[::1]:8443/api?key=1");
    let client = Client::builder().base_url("https://a.test/b/").build().unwrap();
    let uri = Uri::from_static("/x?y");
    assert_eq!(client.get(uri).build().unwrap().url(), "https://a.test/x?y");
}

#[test]
fn what_is_no_url_is_refused_with_what_to_do() {
    for (url, why) in [
        ("", "ClientBuilder::base_url"),
        ("/x", "the URL `/x` is relative"),
        ("x/y?z", "ClientBuilder::base_url"),
        ("//a.test/", "ClientBuilder::base_url"),
        ("127.0.0.1:80/", "ClientBuilder::base_url"),
        ("a.test:80/", "does not begin with `http://` or `https://`"),
        ("ftp://a.test/", "does not begin with `http://` or `https://`"),
        ("data:,x", "does not begin with `http://` or `https://`"),
        ("http:a.test", "has no host"),
        ("http:/a.test", "has no host"),
        ("http://", "has no host"),
        ("http:///x", "has no host"),
        ("http://:80/", "has no host"),
        ("http://?x", "has no host"),
        ("http://a.test:65536/", "number up to 65535"),
        ("http://a.test:-1/", "number up to 65535"),
        ("http://a.test:8 0/", "number up to 65535"),
        ("http://a.test:80:80/", "number up to 65535"),
        ("http://::1/", "has no host"),
        ("http://[::1/", "invalid IPv6 address"),
        ("http://[a.test]/", "invalid IPv6 address"),
        ("http://[::1]x/", "invalid IPv6 address"),
        ("http://[1:2:3:4:5:6:7:8:9:a]/", "invalid IPv6 address"),
        ("http://[:::::::::]/", "invalid IPv6 address"),
        ("http://[::1]:x/", "number up to 65535"),
        ("http://[fe80::1%25eth0]/", "invalid IPv6 address"),
        ("http://a b/", "has an invalid host"),
        ("http://a\\b/", "has an invalid host"),
        ("http://a.test\r\nx: y/", "`http://a.test\u{fffd}\u{fffd}x: y/` has an invalid host"),
        ("http://a]b/", "has an invalid host"),
    ] {
        let message = refusal(absolute(url));
        assert!(message.contains(why), "{url:?}: {message}");
    }
    let long = format!("http://a.test/{}", "é".repeat(20_000));
    let message = refusal(absolute(&long));
    assert!(message.contains("65,534 bytes") && message.len() < 600, "{message}");
}

#[test]
fn a_base_url_has_to_be_one() {
    for base in ["", "/api", "a.test", "//a.test", "ftp://a.test", "http://", "https://u:p@a.test"]
    {
        let message = refusal(Client::builder().base_url(base).build());
        assert!(!message.contains("u:p"), "{message}");
    }
}

#[test]
fn a_user_is_refused_and_not_shown() {
    let base = "https://a.test/";
    for text in [
        "https://user:secret@a.test/",
        "https://secret@a.test",
        "//user:secret@a.test/x",
        "https://user:sec@secret@a.test/",
        "https://a.test:secret@b.test/",
        "ftp://user:secret@a.test/",
        "user:secret@a.test/",
        "https:/user:secret@a.test/",
        "https://user:secret@a.test:99999/",
        "https://user:secret@/",
    ] {
        let message = refusal(relative(base, text));
        assert!(!message.contains("sec"), "{message}");
        let error = Client::new().get(text).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("sec"), "{error:?}");
    }
    let uri = Uri::from_static("https://user:secret@a.test/");
    assert!(!refusal(Client::new().get(uri).build()).contains("secret"));
    assert_eq!(relative(base, "/@me?to=x@y.test").unwrap(), "https://a.test/@me?to=x@y.test");
}

#[test]
#[cfg(not(feature = "idna"))]
fn a_host_that_is_not_ascii_is_refused() {
    for url in ["http://bücher.example/", "http://b%C3%BCcher.example/"] {
        let message = refusal(absolute(url));
        assert!(message.contains("punycode") && message.contains("`idna`"), "{message}");
    }
}

#[test]
#[cfg(feature = "idna")]
fn a_host_that_is_not_ascii_is_converted() {
    for (url, asked) in [
        ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
        ("http://b%C3%BCcher.example:80/", "http://xn--bcher-kva.example:80/"),
        ("http://BÜCHER.example:", "http://xn--bcher-kva.example/"),
        ("http://ex%61mple.com", "http://example.com/"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
    ] {
        assert_eq!(absolute(url).unwrap(), asked);
    }
    for url in ["http://%00/", "http://%/", "http://a%2Fb.test/", "http://\u{ad}/", "http://é@"] {
        refusal(absolute(url));
    }
}

#[test]
#[cfg(feature = "query")]
fn a_query_is_added_to_what_is_there() {
    let query = |url: &str| {
        let request = Client::new().get(url).query(&[("a", "b c"), ("d", "&é")]).build()?;
        Ok::<_, Error>(request.url().to_string())
    };
    assert_eq!(query("http://a.test").unwrap(), "http://a.test/?a=b+c&d=%26%C3%A9");
    assert_eq!(query("http://a.test/x?").unwrap(), "http://a.test/x?a=b+c&d=%26%C3%A9");
    assert_eq!(query("http://a.test/x?y#z").unwrap(), "http://a.test/x?y&a=b+c&d=%26%C3%A9");
    let long = format!("http://a.test/{}", "x".repeat(65_530));
    assert!(refusal(query(&long)).contains("too long"));
}

#[test]
fn a_request_that_was_made_elsewhere_is_resolved_too() {
    use doorway::testing::{TestClient, block_on};
    use doorway::{Body, Request};

    let request = || Request::builder().uri("/x?y").body(Body::empty()).unwrap();
    let client = Client::builder().base_url("http://a.test/b/").build().unwrap();
    let test = TestClient::new(|_: Request| async {})
        .upstream("http://a.test", |request: Request| async move { request.uri().to_string() });
    let text = test.block_on(async { client.execute(request()).await?.text().await }).unwrap();
    assert_eq!(text, "http://a.test/x?y");
    // A path is its maker's.
    let dots = Request::builder().uri("http://a.test/x/../{y}").body(Body::empty()).unwrap();
    let text = test.block_on(async { client.execute(dots).await?.text().await }).unwrap();
    assert_eq!(text, "http://a.test/x/../{y}");
    let text = test.block_on(async {
        RequestBuilder::from_parts(client.clone(), request()).send().await?.text().await
    });
    assert_eq!(text.unwrap(), "http://a.test/x?y");
    // In capitals it is another scheme for http's type, and the same for the RFC.
    let capitals = Uri::builder().scheme("HTTPS").authority("b.test").path_and_query("/x");
    let capitals = Request::builder().uri(capitals.build().unwrap()).body(Body::empty()).unwrap();
    let capitals = RequestBuilder::from_parts(client.clone(), capitals).build().unwrap();
    assert_eq!(capitals.url(), "https://b.test/x");
    let https = Client::builder().https_only(true).build().unwrap();
    let test = test
        .upstream("https://b.test", |request: Request| async move { request.uri().to_string() });
    let text = test.block_on(async { https.execute(capitals).await?.text().await }).unwrap();
    assert_eq!(text, "https://b.test/x");
    for url in ["http://:80/", "http://a.test:99999/", "ftp://a.test/", "http://u:secret@a.test/"] {
        let request = || Request::builder().uri(url).body(Body::empty()).unwrap();
        let message = refusal(test.block_on(client.execute(request())));
        assert!(!message.contains("secret"), "{message}");
        let sent = RequestBuilder::from_parts(client.clone(), request()).send();
        assert_eq!(refusal(test.block_on(sent)), message);
    }
    let error = block_on(Client::new().execute(request())).unwrap_err();
    assert!(error.is_builder() && error.to_string().contains("base_url"), "{error}");
}
