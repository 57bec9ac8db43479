//! A gRPC service, called over HTTP/2 by [grpcio](https://pypi.org/project/grpcio/), which
//! `cargo xtask test` installs.

use std::path::Path;
use std::process::Command;

use crate::ends_well;
use crate::guests::GRPC;
use crate::suite::python;

const RESULTS: &str = "\
unary: 2 The Open Door 96
error: NOT_FOUND there is no book 9
server stream: 1 3
client stream: 1000 10000
both streams: 5
both streams: 10
both streams: 15
error between messages: INVALID_ARGUMENT book 4 has no pages
unknown method: UNIMPLEMENTED
no message: INTERNAL
";

#[tokio::test(flavor = "multi_thread")]
async fn grpcs_own_client_gets_messages_streams_and_errors() {
    let server = GRPC.start().await;
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut client = Command::new(python::with("GRPCIO", "grpcio").unwrap());
    client.arg(home.join("tests/guest/examples/call_shelf.py"));
    client.arg(server.addr().to_string()).arg(home.join("../../examples/grpc/proto"));
    let output = tokio::task::spawn_blocking(move || client.output()).await.unwrap().unwrap();
    let (results, errors) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(results, RESULTS, "{errors}");
    assert!(output.status.success(), "{errors}");
    ends_well(server).await;
}
