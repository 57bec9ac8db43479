//! Request targets that are odd, and some that are wrong.

use crate::guests::FAULTS;
use crate::{count, ends_well, head};

#[tokio::test]
async fn odd_targets_reach_the_handler_as_they_are() {
    let server = FAULTS.start().await;
    let long = format!("/{}", "x".repeat(8 << 10));
    let mut client = server.raw().await;
    for (method, target, seen) in [
        ("GET", "/", "/ -"),
        ("GET", "/%zz", "/%zz -"),
        ("GET", "/%", "/% -"),
        ("GET", "/%ff%fe", "/%ff%fe -"),
        ("GET", "/%00", "/%00 -"),
        ("GET", "/%2e%2e/%2F", "/%2e%2e/%2F -"),
        ("GET", "//double//", "//double// -"),
        ("GET", "/a/../b/./c", "/a/../b/./c -"),
        ("GET", &long, &format!("{long} -")),
        ("GET", "/?", "/ "),
        ("GET", "/??", "/ ?"),
        ("GET", "/?a=b&c[]=d|e&f={g}", "/ a=b&c[]=d|e&f={g}"),
        ("GET", "/?q=\"'`^\\", "/ q=\"'`^\\"),
        ("GET", "/?a=%zz&%ff=+&&==", "/ a=%zz&%ff=+&&=="),
        ("GET", "http://example.com/path?query", "/path query"),
        ("GET", "http://example.com", "/ -"),
        ("GET", "http://user:secret@example.com:1/path", "/path -"),
        ("OPTIONS", "*", "* -"),
        ("OPTIONS", "/path", "/path -"),
        ("TRACE", "/", "/ -"),
        ("PURGE", "/cache", "/cache -"),
        ("M-SEARCH", "/", "/ -"),
        ("get", "/", "/ -"),
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
            200 => assert_eq!(answer.text(), format!("GET {seen}\n")),
            // They may not stand there (RFC 3986, 2), so the host may refuse them.
            status => assert_eq!(status, 400, "{target}"),
        }
    }
    let mut client = server.raw().await;
    client.send(b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(matches!(client.answer().await.status, 200 | 400));
    ends_well(server).await;
}
