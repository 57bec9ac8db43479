//! Header fields that are forbidden, odd or too many.

use super::{get_on, get_raw};
use crate::guests::FAULTS;
use crate::{count, ends_well};

#[tokio::test]
async fn forbidden_fields_are_left_out_and_named_in_the_log() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for _ in 0..2 {
        let answer = get_on(&mut client, "/forbidden").await;
        assert_eq!((answer.status, answer.text(), answer.complete), (200, "intact", true));
        let kept: Vec<_> = answer.headers.get_all("x-kept").iter().collect();
        assert_eq!(kept, ["1", "2"]);
        assert!(!answer.headers.values().any(|value| value == "x"), "{:?}", answer.headers);
    }
    let log = ends_well(server).await;
    for name in
        ["connection", "transfer-encoding", "host", "upgrade", "keep-alive", "http2-settings"]
    {
        let line = format!("doorway: left out the response field `{name}`: the host forbids it");
        assert_eq!(count(&log, &line), 2, "{name}:\n{}", log.join("\n"));
    }
    assert_eq!(count(&log, "left out"), 12);
}

#[tokio::test]
async fn odd_fields_arrive_as_they_are() {
    let server = FAULTS.start().await;
    let answer = get_raw(&server, "/odd-fields").await;
    assert_eq!((answer.status, answer.text()), (200, "intact"));
    for (name, values) in [
        ("x-latin", &[&b"caf\xe9"[..]][..]),
        ("x-empty", &[b""]),
        ("x-tab", &[b"a\tb"]),
        ("set-cookie", &[b"b=2; Path=/", b"a=1"]),
        ("!#$%&'*+-.^_`|~", &[b"a token"]),
    ] {
        let got: Vec<_> = answer.headers.get_all(name).iter().map(|v| v.as_bytes()).collect();
        assert_eq!(got, values, "{name}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: "), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn many_fields_arrive() {
    let server = FAULTS.start().await;
    let answer = server.get("/many-fields?n=90&bytes=100").await;
    assert_eq!((answer.status, answer.text()), (200, "intact"));
    let many = answer.headers.keys().filter(|name| name.as_str().starts_with("x-")).count();
    assert_eq!(many, 90);
    ends_well(server).await;
}

#[tokio::test]
async fn more_fields_than_a_host_takes_are_a_500() {
    let server = FAULTS.start().await;
    let paths =
        ["/many-fields?n=1&bytes=200000", "/many-fields?n=2000&bytes=100", "/many-fields?n=20000"];
    for path in paths {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text(), answer.complete), (500, "", true), "{path}");
    }
    let log = ends_well(server).await;
    let line = "doorway: answered 500: the fields of the response are too large together";
    assert_eq!(count(&log, line), paths.len(), "{}", log.join("\n"));
}

#[tokio::test]
async fn a_handler_sees_the_fields_of_a_request_as_they_are() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    client
        .send(
            b"GET /fields HTTP/1.1\r\nhost: x\r\nX-List: 1\r\nx-other: \r\nx-list:  2 \r\n\
              x-latin: caf\xe9\r\n!: token\r\nconnection: x-hop\r\nx-hop: kept\r\n\r\n",
        )
        .await;
    let answer = client.answer().await;
    let mut seen: Vec<_> = answer.text().lines().collect();
    // The order of different names is not promised; the order of values of one is.
    seen.sort_by_key(|line| line.split(':').next());
    let all: Vec<_> = seen.into_iter().filter(|line| !line.starts_with("host")).collect();
    assert_eq!(
        all,
        ["!: token", "x-hop: kept", "x-latin: caf\\xe9", "x-list: 1", "x-list: 2", "x-other: "]
    );
    ends_well(server).await;
}
