//! Requests that are given up end at the host, while the instance goes on.

use super::to;
use crate::guests::LOAD;
use crate::{ends_well, head};
use doorway_host::testing::{Raw, Upstream, within};
use std::sync::Arc;
use tokio::sync::{Barrier, Notify, Semaphore, mpsc};

const THEN: &str = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nthen";

/// An upstream that does `first` with each connection that is to be given up, and sees it end.
/// A request for `/then` is answered when `n` of them have ended: so it is not the end of the
/// instance that ends them.
async fn given_up<R>(n: u32, first: impl Fn(Raw, String) -> R + Send + Sync + 'static) -> Upstream
where
    R: Future<Output = Option<Raw>> + Send + 'static,
{
    let (first, ended) = (Arc::new(first), Arc::new(Semaphore::new(0)));
    Upstream::raw(move |mut connection| {
        let (first, ended) = (Arc::clone(&first), Arc::clone(&ended));
        async move {
            let head = connection.head().await;
            if head.line.contains("/then") {
                let all = within("the end of those given up", ended.acquire_many(n)).await;
                connection.send(THEN).await;
                drop(all);
            } else if let Some(mut connection) = first(connection, head.line).await {
                connection.rest().await;
                ended.add_permits(1);
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_request_that_a_timer_overtakes() {
    let upstream = given_up(1, async |connection, _| Some(connection)).await;
    let server = LOAD.start().await;
    let answer = server.get(&format!("{}&ms=50", to("/give-up", &upstream))).await;
    assert_eq!(answer.text(), "given up: true, then\n");
    ends_well(server).await;
}

#[tokio::test]
async fn all_but_the_first_of_many() {
    const REQUESTS: usize = 8;
    let all = Arc::new(Barrier::new(REQUESTS));
    let upstream = given_up(REQUESTS as u32 - 1, move |mut connection, line| {
        let all = Arc::clone(&all);
        async move {
            all.wait().await;
            if !line.starts_with("GET /5 ") {
                return Some(connection);
            }
            connection.send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst").await;
            None
        }
    })
    .await;
    let server = LOAD.start().await;
    let answer = server.get(&format!("{}&n={REQUESTS}", to("/first", &upstream))).await;
    assert_eq!(answer.text(), "first, then\n");
    ends_well(server).await;
}

#[tokio::test]
async fn a_response_in_its_middle() {
    for framing in
        ["content-length: 100\r\n\r\nhalf", "transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"]
    {
        let upstream = given_up(1, move |mut connection, _| async move {
            connection.send(format!("HTTP/1.1 200 OK\r\n{framing}")).await;
            Some(connection)
        })
        .await;
        let server = LOAD.start().await;
        assert_eq!(server.get(&to("/drop-body", &upstream)).await.text(), "4 bytes, then\n");
        ends_well(server).await;
    }
}

/// A handler's read is cancelled when its own client disconnects, if the body is being passed on.
#[tokio::test]
async fn a_response_whose_client_leaves() {
    let (ended, mut seen) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let ended = ended.clone();
        async move {
            connection.head().await;
            connection.send("HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n").await;
            while connection.try_send([b'd'; 64 * 1024]).await.is_ok() {}
            let _ = ended.send(());
        }
    })
    .await;
    let server = LOAD.start().await;
    for reset in [false, true] {
        let mut client = server.raw().await;
        client.send(head("GET", &to("/pass", &upstream))).await;
        assert_eq!(client.head().await.status(), 200);
        if reset {
            client.reset();
        } else {
            drop(client);
        }
        within("the end of the request", seen.recv()).await;
    }
    ends_well(server).await;
}

/// Before there is a response this host does not tell a guest that its client has left, so the request
/// goes on. What comes of it is dropped.
#[tokio::test]
async fn a_request_whose_client_leaves_is_not() {
    let (asked, answer) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let notify = (Arc::clone(&asked), Arc::clone(&answer));
    let upstream = Upstream::raw(move |mut connection| {
        let (asked, answer) = notify.clone();
        async move {
            connection.head().await;
            asked.notify_one();
            answer.notified().await;
            connection.send(THEN).await;
        }
    })
    .await;
    let server = LOAD.start().await;
    let mut client = server.raw().await;
    client.send(head("GET", &to("/pass", &upstream))).await;
    within("the request", asked.notified()).await;
    drop(client);
    server.log().wait_for("the connection ended before the response").await;
    answer.notify_one();
    let log = ends_well(server).await;
    assert!(!log.iter().any(|line| line.contains("doorway: ")), "{log:?}");
}
