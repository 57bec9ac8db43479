//! Files that go on to a store while they arrive.

use std::sync::Arc;

use doorway_host::Options;
use doorway_host::testing::{TestServer, Upstream, within};
use tokio::sync::Notify;

use crate::ends_well;
use crate::guests::UPLOAD;

async fn serve(store: &str) -> TestServer {
    let env = vec![("STORE".to_owned(), store.to_owned())];
    UPLOAD.start_with(Options { env, ..Options::default() }).await
}

/// A form up to somewhere in its file, as one chunk.
fn begin(content: &str) -> String {
    let form = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
         content-type: text/plain\r\n\r\n{content}"
    );
    format!(
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\n\
         transfer-encoding: chunked\r\n\r\n{:x}\r\n{form}\r\n",
        form.len()
    )
}

#[tokio::test]
async fn a_store_that_is_the_example_itself_counts_the_bytes() {
    let store = UPLOAD.start().await;
    let server = serve(&store.url("")).await;
    let mut client = server.raw().await;
    client.send(begin("Hello")).await;
    client.send("9\r\n\r\n--b--\r\n\r\n0\r\n\r\n").await;
    let answer = client.answer().await;
    let expected = r#"{"files":[{"name":"a.txt","bytes":5}]}"#;
    assert_eq!((answer.status, answer.text()), (201, expected));
    ends_well(server).await;
    ends_well(store).await;
}

/// The next part is sent when the first has arrived.
#[tokio::test]
async fn the_store_has_the_beginning_before_the_client_sends_the_end() {
    let seen = Arc::new(Notify::new());
    let store = Upstream::raw({
        let seen = Arc::clone(&seen);
        move |mut connection| {
            let seen = Arc::clone(&seen);
            async move {
                let head = connection.head().await;
                assert_eq!(head.line, "PUT /store/a.txt HTTP/1.1");
                assert_eq!(connection.chunk().await.unwrap(), b"the beginning");
                seen.notify_one();
                let mut rest = Vec::new();
                while let Some(chunk) = connection.chunk().await.filter(|chunk| !chunk.is_empty()) {
                    rest.extend(chunk);
                }
                assert_eq!(rest, b" and the end");
                let told = r#"{"name":"a.txt","bytes":25}"#;
                connection
                    .send(format!(
                        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n\
                         content-length: {}\r\n\r\n{told}",
                        told.len()
                    ))
                    .await;
            }
        }
    })
    .await;
    let server = serve(&store.url("")).await;
    let mut client = server.raw().await;
    client.send(begin("the beginning")).await;
    within("the beginning", seen.notified()).await;
    client.send("15\r\n and the end\r\n--b--\r\n\r\n0\r\n\r\n").await;
    let answer = client.answer().await;
    let expected = r#"{"files":[{"name":"a.txt","bytes":25}]}"#;
    assert_eq!((answer.status, answer.text()), (201, expected));
    ends_well(server).await;
}
