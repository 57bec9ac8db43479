//! Handlers that return `anyhow::Result`, as those of spin-sdk do.

use anyhow::{Context, Result, bail};
use doorway::http::StatusCode;
use doorway::routing::get;
use doorway::testing::TestClient;
use doorway::{IntoResponse, Request, Router};

use crate::support::program;

async fn handle(request: Request) -> Result<impl IntoResponse> {
    let number = parse(request.uri().query().unwrap_or_default()).context("no number")?;
    if number == 0 {
        bail!("there is\nnothing");
    }
    Ok((StatusCode::ACCEPTED, number.to_string()))
}

fn parse(text: &str) -> Result<u32> {
    text.parse().with_context(|| format!("`{text}` was sent"))
}

#[test]
fn a_result_of_anyhow_is_a_response() {
    let client = TestClient::for_handler(handle);
    let response = client.get("/?7").send();
    assert_eq!((response.status().as_u16(), response.text()), (202, "7".to_owned()));
    let response = client.get("/?x").send();
    assert_eq!((response.status().as_u16(), response.text()), (500, String::new()));
    assert_eq!(response.header("content-type"), None);
}

#[test]
#[ignore = "run by another test"]
fn fails() {
    let client = TestClient::new(Router::new().route("/", get(handle)));
    for path in ["/?x", "/?0"] {
        assert_eq!(client.get(path).send().status(), 500);
    }
}

#[test]
fn the_whole_chain_is_in_the_log() {
    let output = program::run(module_path!(), "fails");
    assert!(output.status.success(), "{output:?}");
    let stderr = program::stderr(output);
    let lines: Vec<_> = stderr.lines().filter(|line| line.contains("doorway")).collect();
    assert_eq!(
        lines,
        [
            "doorway: answered 500: no number: `x` was sent: invalid digit found in string",
            "doorway: answered 500: there is nothing",
        ]
    );
}
