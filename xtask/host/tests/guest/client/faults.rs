//! Faults of an upstream, as a guest, its client and the log see them.

use super::to;
use crate::guests::CLIENT;
use crate::{broke_off, ends_well, get};
use doorway_host::testing::{Answer, Upstream, within};
use http_body_util::BodyExt;
use std::sync::Arc;
use tokio::sync::Notify;

/// An upstream that answers with these bytes and then, on a signal, closes or resets.
async fn breaking(bytes: String, reset: bool, now: &Arc<Notify>) -> Upstream {
    let now = Arc::clone(now);
    Upstream::raw(move |mut connection| {
        let (bytes, now) = (bytes.clone(), Arc::clone(&now));
        async move {
            connection.head().await;
            connection.send(bytes).await;
            now.notified().await;
            if reset {
                connection.reset();
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_refused_connection_is_a_502() {
    let upstream = Upstream::refusing().await;
    let server = CLIENT.start().await;
    let failed = format!("GET {} failed", upstream.url("/"));

    let answer = server.get(&to("/forward", &upstream)).await;
    assert_eq!((answer.status, answer.text()), (502, ""));
    let line = format!("doorway: answered 502: {failed}: the connection was refused");
    server.log().wait_for(&line).await;

    let answer = server.get(&to("/error", &upstream)).await;
    let expected = format!("Connection Some(ErrorCode(the connection was refused)): {failed}\n");
    assert_eq!(answer.text(), expected);

    // The same for an upload, which is given up.
    let answer = server.get(&format!("{}&bytes=67108864", to("/upload", &upstream))).await;
    assert_eq!((answer.status, answer.text()), (502, ""));
    ends_well(server).await;
}

#[tokio::test]
async fn an_unknown_name_is_a_connection_error() {
    let server = CLIENT.start().await;
    let answer = server.get("/error?url=http://nowhere.invalid/").await;
    let text = answer.text();
    // Which of the two depends on the machine's resolver.
    assert!(
        text.starts_with("Connection Some(ErrorCode(the name lookup failed")
            || text.starts_with("Timeout Some(ErrorCode(the name lookup took too long"),
        "{text}"
    );
    ends_well(server).await;
}

#[tokio::test]
async fn an_upstream_that_does_not_answer_in_http_is_a_502() {
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x-many: 1\r\n".repeat(1000));
    let server = CLIENT.start().await;
    for (what, bytes, reset) in [
        ("nothing", "", false),
        ("nothing but a reset", "", true),
        ("half a line", "HTTP/1.1 20", false),
        ("half a head", "HTTP/1.1 200 OK\r\ncontent-le", false),
        ("half a head and a reset", "HTTP/1.1 200 OK\r\ncontent-le", true),
        ("another protocol", "SSH-2.0-OpenSSH_9.6\r\n", false),
        ("a status that is none", "HTTP/1.1 20x OK\r\n\r\n", false),
        (
            "two lengths",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx",
            false,
        ),
        ("a thousand fields", &many, false),
    ] {
        let now = Arc::new(Notify::new());
        let upstream = breaking(bytes.to_owned(), reset, &now).await;
        now.notify_one();
        let text = server.get(&to("/error", &upstream)).await.text().to_owned();
        let failed = format!("GET {} failed", upstream.url("/"));
        assert!(text.starts_with("Connection Some(ErrorCode("), "{what}: {text}");
        assert!(text.ends_with(&format!(": {failed}\n")), "{what}: {text}");

        now.notify_one();
        let answer = server.get(&to("/forward", &upstream)).await;
        assert_eq!((answer.status, answer.text()), (502, ""), "{what}");
        server.log().wait_for(&format!("doorway: answered 502: {failed}: ")).await;
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_breaks_off_never_looks_complete() {
    for (framing, body) in [
        ("content-length: 8", "half"),
        ("transfer-encoding: chunked", "4\r\nhalf\r\n"),
        ("transfer-encoding: chunked", "8\r\nhalf"),
        ("transfer-encoding: chunked", "4\r\nhalf\r\n0\r\n"),
        ("transfer-encoding: chunked", "4\r\nhalf\r\n0\r\nx-sum: "),
    ] {
        for reset in [false, true] {
            let case = format!("{framing}, {body:?}, reset: {reset}");
            let server = CLIENT.start().await;
            let bytes = format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{body}");
            let now = Arc::new(Notify::new());
            let upstream = breaking(bytes, reset, &now).await;

            now.notify_one();
            let answer = server.get(&to("/body-error", &upstream)).await;
            assert!(answer.text().starts_with("Body "), "{case}: {answer:?}");
            assert!(answer.text().ends_with(": the other side broke off\n"), "{case}: {answer:?}");

            // The client has half of it before the rest gets lost.
            let mut response = server.send(get(&to("/forward", &upstream))).await;
            assert_eq!(response.status(), 200, "{case}");
            let first = within("the first half", response.frame()).await.unwrap().unwrap();
            assert_eq!(first.into_data().unwrap(), "half", "{case}");
            now.notify_one();
            let answer = within("the end", Answer::read(response)).await;
            assert!(!answer.complete && answer.body.is_empty(), "{case}: {answer:?}");
            broke_off(&server).await;

            // Nothing of it was sent when the handler fails, so there is a status.
            now.notify_one();
            let answer = server.get(&to("/copy", &upstream)).await;
            assert_eq!((answer.status, answer.text()), (502, ""), "{case}");
            ends_well(server).await;
        }
    }
}

#[tokio::test]
async fn an_invalid_chunk_never_looks_complete() {
    let now = Arc::new(Notify::new());
    let bytes = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n";
    let upstream = breaking(bytes.to_owned(), false, &now).await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/body-error", &upstream)).await;
    assert!(answer.text().starts_with("Body "), "{answer:?}");
    assert!(!server.get(&to("/forward", &upstream)).await.complete);
    broke_off(&server).await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_without_a_length_ends_with_the_connection() {
    let server = CLIENT.start().await;
    let head = "HTTP/1.0 200 OK\r\n\r\nall of it";
    for (path, expected) in [("/forward", "all of it"), ("/body-error", "9 bytes\n")] {
        let now = Arc::new(Notify::new());
        now.notify_one();
        let upstream = breaking(head.to_owned(), false, &now).await;
        let answer = server.get(&to(path, &upstream)).await;
        assert_eq!((answer.text(), answer.complete), (expected, true));
    }
    let now = Arc::new(Notify::new());
    now.notify_one();
    let upstream = breaking(head.to_owned(), true, &now).await;
    assert!(!server.get(&to("/forward", &upstream)).await.complete);
    ends_well(server).await;
}

#[tokio::test]
async fn a_response_over_the_limit_is_not_read() {
    let now = Arc::new(Notify::new());
    let bytes = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\nthe beginning";
    let upstream = breaking(bytes.to_owned(), false, &now).await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/body-error", &upstream)).await;
    let expected = "TooLarge None: the body is longer than its limit of 67108864 bytes\n";
    assert_eq!(answer.text(), expected);
    let answer = server.get(&to("/copy", &upstream)).await;
    assert_eq!((answer.status, answer.text()), (502, ""));
    ends_well(server).await;
}

#[tokio::test]
async fn an_invalid_url_is_reported_with_a_fix() {
    let server = CLIENT.start().await;
    for url in [
        "ftp://127.0.0.1:1/file",
        "/only/a/path",
        "//127.0.0.1:1/no/scheme",
        "127.0.0.1:1",
        "localhost",
        "*",
    ] {
        let answer = server.get(&format!("/error?url={url}")).await;
        let text = answer.text();
        assert!(text.starts_with("InvalidRequest "), "{url}: {text}");
        assert!(text.contains(&format!("`{url}`")) && text.contains("`http://`"), "{url}: {text}");
        // A program that sends such a request is at fault, not the upstream.
        assert_eq!(server.get(&format!("/forward?url={url}")).await.status, 500, "{url}");
    }
    ends_well(server).await;
}

/// Nor does its password end in a log or an answer.
#[tokio::test]
async fn a_url_with_a_user_is_refused() {
    let server = CLIENT.start().await;
    let url = "http://user:secret@127.0.0.1:1/";
    let answer = server.get(&format!("/error?url={url}")).await;
    assert!(answer.text().starts_with("InvalidRequest "), "{answer:?}");
    assert!(answer.text().contains("`authorization`"), "{answer:?}");
    assert!(!answer.text().contains("secret"), "{answer:?}");
    assert_eq!(server.get(&format!("/forward?url={url}")).await.status, 500);
    let told = server.log().wait_for("doorway: answered 500: ").await;
    assert!(!told.contains("secret"), "{told}");
    ends_well(server).await;
}

/// That is http's to say, before there is a request.
#[tokio::test]
async fn an_invalid_url_is_a_500() {
    let server = CLIENT.start().await;
    for (nth, url) in ["", "http://", "http:///path", "http://[::1/"].into_iter().enumerate() {
        let answer = server.get(&format!("/forward?url={url}")).await;
        assert_eq!((answer.status, answer.text()), (500, ""), "{url}");
        server.log().wait_for_nth(nth + 1, "doorway: answered 500: ").await;
    }
    ends_well(server).await;
}
