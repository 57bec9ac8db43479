//! An upload and its response, neither of which waits for the end of the other.

use super::to;
use crate::ends_well;
use crate::guests::CLIENT;
use doorway_host::testing::{Upstream, within};
use tokio::sync::mpsc;

const MIB: usize = 1 << 20;

/// A conversation about one upload and its response, each in chunks.
#[tokio::test]
async fn a_response_begins_before_its_upload_ends() {
    for response_first in [false, true] {
        let (heard, mut listening) = mpsc::unbounded_channel();
        let upstream = Upstream::raw(move |mut connection| {
            let heard = heard.clone();
            async move {
                connection.head().await;
                assert_eq!(connection.chunk().await.unwrap(), b"up 1");
                let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
                connection.send(format!("{head}6\r\ndown 1\r\n")).await;
                if response_first {
                    connection.send("0\r\n\r\n").await;
                }
                assert_eq!(connection.chunk().await.unwrap(), b"up 2");
                if !response_first {
                    connection.send("6\r\ndown 2\r\n0\r\n\r\n").await;
                }
                let end = connection.chunk().await;
                let _ = heard.send(end);
            }
        })
        .await;
        let server = CLIENT.start().await;
        let mut client = server.raw().await;
        let path = to("/forward", &upstream);
        let head = "host: x\r\ntransfer-encoding: chunked\r\n\r\n";
        client.send(format!("POST {path} HTTP/1.1\r\n{head}4\r\nup 1\r\n")).await;
        assert_eq!(client.head().await.status(), 200);
        assert_eq!(client.chunk().await.unwrap(), b"down 1");
        if response_first {
            assert_eq!(client.chunk().await.unwrap(), b"");
        }
        client.send("4\r\nup 2\r\n").await;
        if !response_first {
            assert_eq!(client.chunk().await.unwrap(), b"down 2");
        }
        client.send("0\r\n\r\n").await;
        let end = within("the upload's end", listening.recv()).await.unwrap();
        assert_eq!(end.as_deref(), Some(&b""[..]), "the upload is complete");
        drop(client);
        ends_well(server).await;
    }
}

#[tokio::test]
async fn an_upload_outlives_its_response() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\ndown\r\n";
    for (path, told, response) in [
        ("/read-then-upload", "4 bytes\n", format!("{head}0\r\n\r\n")),
        ("/drop-then-upload", "status 200 OK\n", format!("{head}0\r\n\r\n")),
        ("/drop-then-upload", "status 200 OK\n", head.to_owned()),
    ] {
        let (heard, mut listening) = mpsc::unbounded_channel();
        let upstream = Upstream::raw(move |mut connection| {
            let (heard, response) = (heard.clone(), response.clone());
            async move {
                let head = connection.head().await;
                connection.send(response).await;
                let _ = heard.send(connection.body(&head).await);
            }
        })
        .await;
        let server = CLIENT.start().await;
        assert_eq!(server.get(&to(path, &upstream)).await.text(), told);
        let upload = within("the upload's end", listening.recv()).await.unwrap();
        assert_eq!((upload.text(), upload.complete), ("firstrest", true), "{path}");
        ends_well(server).await;
    }
}

/// A response with trailers, whose end some wait for before they end their upload. This host cuts what
/// is left of the upload then, so that may arrive or not.
const WITH_TRAILERS: &str = "HTTP/1.1 200 OK\r\ntrailer: x-sum\r\ntransfer-encoding: chunked\r\n\r\n\
                             4\r\ndown\r\n0\r\nx-sum: 4\r\n\r\n";

#[tokio::test]
async fn the_trailers_of_a_response_do_not_wait_for_its_upload() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send(WITH_TRAILERS).await;
        connection.rest().await;
    })
    .await;
    let server = CLIENT.start().await;
    let mut client = server.raw().await;
    let path = to("/forward", &upstream);
    let head = "host: x\r\nte: trailers\r\ntransfer-encoding: chunked\r\n\r\n";
    client.send(format!("POST {path} HTTP/1.1\r\n{head}5\r\nfirst\r\n")).await;
    let answer = client.answer().await;
    assert_eq!((answer.text(), answer.complete), ("down", true));
    assert_eq!(answer.trailers["x-sum"], "4");
    client.send("4\r\nrest\r\n0\r\n\r\n").await;
    drop(client);
    ends_well(server).await;
}

#[tokio::test]
async fn a_handler_may_read_trailers_before_it_uploads_the_rest() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send(WITH_TRAILERS).await;
        connection.rest().await;
    })
    .await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/read-then-upload", &upstream)).await;
    assert_eq!((answer.status, answer.text()), (200, "4 bytes\n"));
    ends_well(server).await;
}

#[tokio::test]
async fn an_upload_goes_on_when_its_response_is_dropped() {
    let (heard, mut listening) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let heard = heard.clone();
        async move {
            let head = connection.head().await;
            connection.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").await;
            let _ = heard.send(connection.body(&head).await);
        }
    })
    .await;
    let server = CLIENT.start().await;
    let answer =
        server.get(&format!("{}&bytes={}", to("/drop-response", &upstream), 4 * MIB)).await;
    assert_eq!(answer.text(), "status 200 OK\n");
    let upload = within("the upload's end", listening.recv()).await.unwrap();
    assert_eq!((upload.body.len(), upload.complete), (4 * MIB, true));
    ends_well(server).await;
}

/// An upstream that sends a long response before it reads on: a dropped body has to be read all the
/// same, or both wait forever.
#[tokio::test]
async fn an_upload_continues_with_an_unread_response() {
    let (heard, mut listening) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let heard = heard.clone();
        async move {
            let head = connection.head().await;
            let length = 32 * MIB;
            connection.send(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n")).await;
            connection.send(vec![b'd'; length]).await;
            let _ = heard.send(connection.body(&head).await);
        }
    })
    .await;
    let server = CLIENT.start().await;
    let path = format!("{}&bytes={}", to("/drop-response", &upstream), 32 * MIB);
    assert_eq!(server.get(&path).await.text(), "status 200 OK\n");
    let upload = within("the upload's end", listening.recv()).await.unwrap();
    assert_eq!((upload.body.len(), upload.complete), (32 * MIB, true));
    ends_well(server).await;
}

#[tokio::test]
async fn request_and_response_talk_to_each_other() {
    let (heard, mut listening) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let heard = heard.clone();
        async move {
            connection.head().await;
            connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
            for round in 0..3 {
                assert_eq!(connection.chunk().await.unwrap(), format!("{round}\n").as_bytes());
                connection.send(format!("7\r\nround {round}\r\n")).await;
            }
            assert_eq!(connection.chunk().await.unwrap(), b"3\n");
            connection.send("0\r\n\r\n").await;
            let _ = heard.send(connection.chunk().await);
        }
    })
    .await;
    let server = CLIENT.start().await;
    assert_eq!(server.get(&to("/duplex", &upstream)).await.text(), "round 0round 1round 2");
    let end = within("the upload's end", listening.recv()).await.unwrap();
    assert_eq!(end.as_deref(), Some(&b""[..]), "the upload is complete");
    ends_well(server).await;
}
