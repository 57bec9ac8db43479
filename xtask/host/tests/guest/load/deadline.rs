//! The time that a request has for all of it, from its connection to the last byte.

use super::to;
use crate::ends_well;
use crate::get;
use crate::guests::LOAD;
use doorway_host::testing::{Answer, Upstream, within};
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};

const OVER: &str = "not done within 50ms, the time limit of the whole request\n";

async fn asked(path: &str, upstream: &Upstream) -> String {
    let server = LOAD.start().await;
    let answer = server.get(&format!("{}&ms=50&bytes=67108864", to(path, upstream))).await;
    ends_well(server).await;
    answer.text().to_owned()
}

/// A listener that accepts nothing, and has as many connections waiting as it may.
#[tokio::test]
async fn covers_connecting() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let addr = listener.local_addr().unwrap();
    let _waiting = TcpStream::connect(addr).await.unwrap();
    let server = LOAD.start().await;
    let answer = server.get(&format!("/deadline?url=http://{addr}/&ms=50")).await;
    assert_eq!(answer.text(), format!("request timeout: {OVER}"));
    // The limit of that alone.
    let answer = server.get(&format!("/connect-timeout?url=http://{addr}/&ms=50")).await;
    assert_eq!(answer.text(), format!("connect request timeout: GET http://{addr}/ failed\n"));
    ends_well(server).await;
}

#[tokio::test]
async fn covers_the_wait_for_an_answer() {
    let upstream = Upstream::raw(async |mut connection| drop(connection.rest().await)).await;
    assert_eq!(asked("/deadline", &upstream).await, format!("request timeout: {OVER}"));
}

#[tokio::test]
async fn covers_an_upload_that_is_not_read() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        // Nothing more is received as long as this stands.
        std::future::pending::<()>().await;
    })
    .await;
    assert_eq!(asked("/upload-deadline", &upstream).await, format!("request timeout: {OVER}"));
}

#[tokio::test]
async fn covers_a_body_that_stalls() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nhalf").await;
        connection.rest().await;
    })
    .await;
    assert_eq!(asked("/deadline", &upstream).await, format!("body timeout: {OVER}"));

    // A body that is passed on is cut off.
    let server = LOAD.start().await;
    let response = server.send(get(&format!("{}&ms=50", to("/pass-deadline", &upstream)))).await;
    assert_eq!(response.status(), 200);
    let answer = within("the end of the body", Answer::read(response)).await;
    assert_eq!((answer.text(), answer.complete), ("half", false));
    server.log().wait_for("doorway: aborted the response: not done within 50ms").await;
    ends_well(server).await;
}

#[tokio::test]
async fn covers_a_body_of_which_always_a_little_comes() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n").await;
        while connection.try_send("d").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    assert_eq!(asked("/deadline", &upstream).await, format!("body timeout: {OVER}"));
}

/// Even one that never has to be waited for.
#[tokio::test]
async fn covers_a_body_that_comes_fast_and_never_ends() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n").await;
        let data = vec![b'd'; 1 << 20];
        while connection.try_send(&data).await.is_ok() {}
    })
    .await;
    assert_eq!(asked("/download-deadline", &upstream).await, format!("body timeout: {OVER}"));
}
