//! The fields that describe the client's request to the upstream.

use doorway::Router;
use doorway::client::Proxy;
use doorway::testing::TestClient;

use super::{URL, client, fields, forwarded, told};

const CLAIMS: &[(&str, &str)] = &[
    ("forwarded", "for=192.0.2.1;host=\"bank.test\""),
    ("x-forwarded-for", "192.0.2.1"),
    ("x-forwarded-host", "bank.test"),
    ("x-forwarded-port", "443"),
    ("x-forwarded-prefix", "/out"),
    ("x-forwarded-proto", "ftp"),
];

/// The header lines that the upstream got.
fn lines(proxy: &Proxy, claims: &[(&str, &str)]) -> Vec<String> {
    forwarded(proxy, fields(claims)).lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn nothing_is_told_unasked_and_no_claim_believed() {
    assert!(lines(&Proxy::new(URL), CLAIMS).is_empty());
    assert!(lines(&Proxy::new(URL), &[]).is_empty());
    let kept = [("x-forwarded", "a"), ("x-real-ip", "b")];
    assert_eq!(lines(&Proxy::new(URL), &kept), ["x-forwarded: a", "x-real-ip: b"]);
}

#[test]
fn what_was_asked_for_is_told() {
    let element = "forwarded: for=unknown;host=\"example.com\";proto=https";
    let host = "x-forwarded-host: example.com";
    let proto = "x-forwarded-proto: https";
    for claims in [CLAIMS, &[]] {
        assert_eq!(lines(&Proxy::new(URL).forwarded(), claims), [element]);
        assert_eq!(lines(&Proxy::new(URL).x_forwarded(), claims), [host, proto]);
        let both = Proxy::new(URL).x_forwarded().forwarded();
        assert_eq!(lines(&both, claims), [element, host, proto]);
    }
}

#[test]
fn what_is_trusted_is_kept_and_added_to() {
    let all: Vec<_> = CLAIMS.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let proxy = || Proxy::new(URL).trust_forwarded();
    assert_eq!(lines(&proxy(), CLAIMS), all);
    assert_eq!(lines(&proxy().x_forwarded(), CLAIMS), all);
    let own = "forwarded: for=unknown;host=\"example.com\";proto=https";
    let mut with_own = all.clone();
    with_own.insert(1, own.to_owned());
    assert_eq!(lines(&proxy().forwarded(), CLAIMS), with_own);
    // Nothing is there to be kept.
    let told = ["x-forwarded-host: example.com", "x-forwarded-proto: https"];
    assert_eq!(lines(&proxy().x_forwarded(), &[]), told);
    // Fields that `connection` names are ignored.
    let claims = [("connection", "x-forwarded-proto"), ("x-forwarded-proto", "http")];
    assert_eq!(lines(&proxy(), &claims), [""; 0]);
}

#[test]
fn a_prefix_is_what_nesting_took_off() {
    let proxy = || Proxy::new(URL).x_forwarded();
    let inner = Router::new().nest_service("/b%20c", proxy()).fallback(proxy());
    let app = Router::new()
        .nest("/a", inner)
        .nest_service("/trusting", proxy().trust_forwarded())
        .nest_service("/service/", Router::new().nest_service("/x", proxy()))
        .fallback_service(proxy());
    let client = client(app);
    let prefix = |path: &str| {
        let request = client.get(path).header("x-forwarded-prefix", "/out/");
        let text = request.send().text();
        text.lines().find_map(|line| line.strip_prefix("x-forwarded-prefix: ")).map(str::to_owned)
    };
    for (path, expected) in [
        ("/", None),
        ("/other/x", None),
        ("/a/x", Some("/a")),
        ("/a/b%20c/x/y?z", Some("/a/b%20c")),
        ("/a/b%20c/", Some("/a/b%20c")),
        ("/a/b%20c", Some("/a/b%20c")),
        ("/service/x/y", Some("/service/x")),
        ("/trusting/x", Some("/out/trusting")),
    ] {
        assert_eq!(prefix(path).as_deref(), expected, "{path}");
    }
}

#[test]
fn hosts_are_told_as_they_were_asked_for() {
    for authority in ["Example.com:8080", "[::1]:81", "192.0.2.1"] {
        let app = Proxy::new(URL).forwarded().x_forwarded();
        let client =
            TestClient::new(app).base_url(format!("http://{authority}")).upstream(URL, told);
        let text = client.get("/").send().text();
        let element = format!("forwarded: for=unknown;host=\"{authority}\";proto=http\n");
        assert!(text.contains(&element), "{text}");
        assert!(text.contains(&format!("x-forwarded-host: {authority}\n")), "{text}");
    }
}

#[test]
fn via_names_the_proxy_to_both_sides() {
    let proxy = Proxy::new(URL).via("edge");
    assert_eq!(lines(&proxy, &[]), ["via: 1.1 edge"]);
    assert_eq!(lines(&proxy, &[("via", "1.0 fred")]), ["via: 1.0 fred", "via: 1.1 edge"]);
    let response = client(proxy).get("/").send();
    assert_eq!(response.header("via"), Some("1.1 edge"));
}
