//! Request targets that are odd, and some that are wrong.

use crate::guests::FAULTS;
use crate::{count, ends_well, head};

#[tokio::test]
async fn odd_targets_reach_the_handler_as_they_are() {
    let server = FAULTS.start().await;
    let long = format!("/{}", "x".repeat(8 << 10));
    let mut client = server.raw().await;
    for (method, target, seen) in [
        ("GET", "/", "x / -"),
        ("GET", "/%zz", "x /%zz -"),
        ("GET", "/%", "x /% -"),
        ("GET", "/%ff%fe", "x /%ff%fe -"),
        ("GET", "/%00", "x /%00 -"),
        ("GET", "/%2e%2e/%2F", "x /%2e%2e/%2F -"),
        ("GET", "//double//", "x //double// -"),
        ("GET", "/a/../b/./c", "x /a/../b/./c -"),
        ("GET", &long, &format!("x {long} -")),
        ("GET", "/?", "x / "),
        ("GET", "/??", "x / ?"),
        ("GET", "/?a=b&c[]=d|e&f={g}", "x / a=b&c[]=d|e&f={g}"),
        ("GET", "/?q='`^\\~!$*(),;:@", "x / q='`^\\~!$*(),;:@"),
        ("GET", "/?a=%zz&%ff=+&&==", "x / a=%zz&%ff=+&&=="),
        ("GET", "http://example.com/path?query", "example.com /path query"),
        ("GET", "http://example.com", "example.com / -"),
        ("GET", "http://user:secret@example.com:1/path", "user:secret@example.com:1 /path -"),
        ("OPTIONS", "*", "x * -"),
        ("OPTIONS", "/path", "x /path -"),
        ("TRACE", "/", "x / -"),
        ("PURGE", "/cache", "x /cache -"),
        ("M-SEARCH", "/", "x / -"),
        ("get", "/", "x / -"),
    ] {
        client.send(head(method, target)).await;
        let answer = client.answer().await;
        let expected = format!("{method} {seen}\n");
        assert_eq!((answer.status, answer.text()), (200, expected.as_str()), "{target}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: "), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn characters_beyond_ascii_do_no_harm() {
    let server = FAULTS.start().await;
    for (target, seen) in [("/caf\u{e9}", "/caf\u{e9} -"), ("/?q=\u{20ac}", "/ q=\u{20ac}")] {
        let mut client = server.raw().await;
        client.send(head("GET", target)).await;
        let answer = client.answer().await;
        match answer.status {
            200 => assert_eq!(answer.text(), format!("GET x {seen}\n")),
            // They may not stand there (RFC 3986, 2), so the host may refuse them.
            status => assert_eq!(status, 400, "{target}"),
        }
    }
    let mut client = server.raw().await;
    client.send(b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(matches!(client.answer().await.status, 200 | 400));
    ends_well(server).await;
}

#[tokio::test]
async fn odd_hosts_do_no_harm() {
    let server = FAULTS.start().await;
    for (host, seen) in [
        ("example.com:8080", Some("example.com:8080")),
        ("[::1]:80", Some("[::1]:80")),
        ("EXAMPLE.com", Some("EXAMPLE.com")),
        ("user@example.com", Some("user@example.com")),
        // Those that are none the host may refuse.
        ("", None),
        ("a b", None),
        ("x:port", None),
        ("x/y", None),
        ("[::1", None),
        ("x, y", None),
    ] {
        let mut client = server.raw().await;
        client.send(format!("GET / HTTP/1.1\r\nhost: {host}\r\n\r\n")).await;
        let answer = client.answer().await;
        match seen {
            Some(seen) => assert_eq!(answer.text(), format!("GET {seen} / -\n"), "{host:?}"),
            None => assert!(matches!(answer.status, 200 | 400), "{host:?}: {answer:?}"),
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn connect_does_no_harm() {
    let server = FAULTS.start().await;
    for (nth, target) in [(1, "example.com:443"), (2, "/")] {
        let mut client = server.raw().await;
        client.send(head("CONNECT", target)).await;
        // The host decides on the client's answer: a tunnel, which ends at once.
        server.log().wait_for_nth(nth, "CONNECT / 200 ").await;
    }
    ends_well(server).await;
}
