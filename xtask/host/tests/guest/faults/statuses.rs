//! Statuses that have no body, that are not final, or that nobody has heard of.

use super::get_on;
use crate::guests::FAULTS;
use crate::{IS_P3, count, ends_well, get, head};

#[tokio::test]
async fn a_status_without_a_body_has_none() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for (status, path) in [204, 205, 304].into_iter().flat_map(|status| {
        // One whose length is known, one with a length, one with a wrong one, one that streams.
        [
            format!("/status?code={status}"),
            format!("/length?kind=full&bytes=5&declared=5&code={status}"),
            format!("/length?kind=stream&bytes=5&declared=9&code={status}"),
            format!("/length?kind=stream&bytes=5&declared=none&code={status}"),
        ]
        .map(|path| (status, path))
    }) {
        client.send(head("GET", &path)).await;
        let response = client.head().await;
        assert_eq!(response.status(), status);
        let length = response.headers.get("content-length").map(|value| value.to_str().unwrap());
        match status {
            // RFC 9110, 15.3.6: the length has to be declared as 0.
            205 => assert_eq!(length, Some("0"), "{path}"),
            _ => assert_eq!(length, None, "{path}"),
        }
        assert!(!response.headers.contains_key("transfer-encoding"), "{path}");
        // The bytes after the head are the next response.
        assert_eq!(get_on(&mut client, "/next").await.text(), "GET x /next -\n", "{path}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "aborted"), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn a_status_without_a_body_has_none_over_http_2() {
    let server = FAULTS.start().await;
    for status in [204, 205, 304] {
        for path in ["/status?", "/length?kind=full&bytes=5&declared=5&", "/length?bytes=5&"] {
            let path = format!("{path}code={status}");
            let answer = server.request_h2(get(&path)).await;
            assert_eq!(
                (answer.status, answer.text(), answer.complete),
                (status, "", true),
                "{path}"
            );
            assert_ne!(answer.header("content-length"), "5", "{path}");
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_status_that_is_not_final_is_a_500() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for status in [100, 101, 103, 199] {
        let answer = get_on(&mut client, &format!("/status?code={status}")).await;
        assert_eq!((answer.status, answer.text(), answer.complete), (500, "", true), "{status}");
        let line = format!("answered 500: a handler cannot answer with {status}");
        server.log().wait_for(&line).await;
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_status_of_no_name_goes_through() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    // The host's WASI 0.3 takes no other ones.
    let beyond: &[u16] = if IS_P3 { &[] } else { &[600, 999] };
    for &status in [299, 418, 599].iter().chain(beyond) {
        let answer = get_on(&mut client, &format!("/status?code={status}")).await;
        assert_eq!((answer.status, answer.text(), answer.complete), (status, "a body", true));
    }
    ends_well(server).await;
}

#[tokio::test]
async fn an_invalid_status_is_a_500() {
    let server = FAULTS.start().await;
    for number in ["0", "99", "1000"] {
        let answer = server.get(&format!("/status?code={number}")).await;
        assert_eq!((answer.status, answer.text()), (500, ""), "{number}");
    }
    ends_well(server).await;
}
