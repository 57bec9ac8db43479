//! The costs of input that is made to be expensive: instructions for each KiB sent, and memory. No
//! input may cost more.

mod inputs;

use crate::guests::COSTS;
use bytes::Bytes;
use doorway_host::measure::Measurement;
use doorway_host::testing::Upstream;
use futures_util::stream;
use http::{Method, Request};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use inputs::{Input, Sent};
use std::convert::Infallible;

type Body = UnsyncBoxBody<Bytes, Infallible>;

#[tokio::test]
async fn no_input_costs_more_than_its_kind_may() {
    let mut over = Vec::new();
    for input in inputs::all() {
        let measured = measure(&input).await;
        let size = input.size();
        let fuel = measured.fuel * 1024 / size as u64;
        let memory = measured.peak_memory / 1024;
        let answer = format!("{} {}", measured.status.as_u16(), shown(&measured.body));
        println!(
            "{}: {fuel} for each KiB of {} KiB, {memory} KiB; {answer}",
            input.name,
            size / 1024
        );
        if fuel > input.fuel || memory > input.memory || !answer.starts_with(input.answer) {
            let Input { name, fuel: most, memory: room, answer: expected, .. } = input;
            over.push(format!(
                "{name}: {fuel} of {most}, {memory} KiB of {room}, {answer:?}, not {expected:?}"
            ));
        }
    }
    assert!(over.is_empty(), "\n{}", over.join("\n"));
}

async fn measure(input: &Input) -> Measurement {
    let request = Request::builder();
    let measured = match &input.sent {
        Sent::Head { target, field } => {
            let request = request.uri(target);
            let request = match field {
                Some((name, value)) => request.header(*name, value),
                None => request,
            };
            COSTS.measure(request.body(whole(Bytes::new())).unwrap()).await
        }
        Sent::Body { path, content_type, content, chunk } => {
            let request = request.method(Method::POST).uri(*path);
            let request = request.header("content-type", *content_type);
            let body = match chunk {
                None => whole(content.clone()),
                Some(size) => chunks(content, *size),
            };
            COSTS.measure(request.body(body).unwrap()).await
        }
        Sent::Response { coding, content } => {
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\ncontent-length: {}\r\n\r\n",
                content.len()
            );
            let response = Bytes::from([head.as_bytes(), content].concat());
            let upstream = Upstream::raw(move |mut connection| {
                let response = response.clone();
                async move {
                    connection.head().await;
                    connection.send(response).await;
                    connection.rest().await;
                }
            })
            .await;
            let target = format!("/upstream?url={}", upstream.url("/"));
            COSTS.measure(request.uri(target).body(whole(Bytes::new())).unwrap()).await
        }
    };
    measured.unwrap_or_else(|error| panic!("{}: {error}", input.name))
}

fn whole(content: Bytes) -> Body {
    Full::new(content).boxed_unsync()
}

fn chunks(content: &Bytes, size: usize) -> Body {
    let chunks: Vec<_> =
        content.chunks(size).map(|chunk| Ok(Frame::data(Bytes::copy_from_slice(chunk)))).collect();
    StreamBody::new(stream::iter(chunks)).boxed_unsync()
}

/// The beginning of an answer.
fn shown(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(120).collect()
}
