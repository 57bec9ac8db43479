//! Which hosts are addresses, and which are names.

use doorway::client::Url;

use super::sent;

#[test]
fn hosts_without_domains_keep_their_cookies() {
    for host in ["localhost", "127.0.0.1:8080", "[::1]:8080"] {
        let (here, name) = (format!("http://{host}/"), host.trim_end_matches(":8080"));
        // Loopback is as good as https.
        assert_eq!(sent(&[(&here, "a=b; secure")], &here).as_deref(), Some("a=b"));
        let cookie = format!("a=b; domain={name}");
        assert_eq!(sent(&[(&here, &cookie)], &here).as_deref(), Some("a=b"));
        let below = format!("http://x.{name}/");
        if below.parse::<Url>().is_ok() {
            assert_eq!(sent(&[(&here, &cookie)], &below), None);
        }
    }
    assert_eq!(sent(&[("http://10.0.0.1/", "a=b; domain=0.0.1")], "http://20.0.0.1/"), None);
    assert_eq!(sent(&[("http://10.0.0.1/", "a=b; secure")], "http://10.0.0.1/"), None);
}

/// A name that begins like an address is a name, with or without a dot at its end.
#[test]
fn an_address_is_one_as_a_whole() {
    for host in ["127.evil.com", "127.evil.com.", "127.0.0.1.evil.com.", "127.", "127.0.0.256"] {
        let (open, safe) = (format!("http://{host}/"), format!("https://{host}/"));
        assert_eq!(sent(&[(&open, "a=b; secure")], &open), None, "{host}");
        assert_eq!(sent(&[(&safe, "a=b; secure")], &open), None, "{host}");
        assert_eq!(sent(&[(&safe, "a=b; secure")], &safe).as_deref(), Some("a=b"), "{host}");
    }
}

/// RFC 6265, 5.1.3: the dot is a part of the name.
#[test]
fn a_dot_at_the_end_makes_another_name() {
    let dotted = [("https://x.a.example./", "a=b; domain=a.example.")];
    assert_eq!(sent(&dotted, "https://y.a.example./").as_deref(), Some("a=b"));
    assert_eq!(sent(&dotted, "https://y.a.example/"), None);
    for domain in ["a.example", "example.", ".", ".."] {
        let cookie = format!("a=b; domain={domain}");
        let found = sent(&[("https://x.a.example./", &cookie)], "https://x.a.example./");
        assert_eq!(found.is_some(), domain == ".", "{domain}");
    }
}
