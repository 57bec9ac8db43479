//! `doorway gateway`: HTTP in front of components that are served over wRPC.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use doorway_wrpc::{Client, Gateway};

use super::{Address, listen, log, until_interrupted};
use crate::serve::seconds;

/// Serves HTTP by components that are served over wRPC elsewhere, until Ctrl-C
#[derive(Args)]
#[command(after_help = "Examples:
  doorway serve app.wasm --wrpc tcp://10.0.0.2:7000              on each of two machines
  doorway gateway --to tcp://10.0.0.2:7000 --to tcp://10.0.0.3:7000")]
pub struct Options {
    /// A server of wrpc:http/incoming-handler; several take turns, and those that cannot be reached are skipped
    #[arg(long, value_name = "tcp://ADDR", required = true)]
    to: Vec<Address>,
    /// Where to listen; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
    /// How long the head of a response may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    timeout: Duration,
}

/// Serves until it is interrupted.
///
/// # Errors
///
/// When the address cannot be bound.
pub fn run(options: &Options) -> Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server's threads")?;
    runtime.block_on(async {
        let listener = listen(&options.addr.to_string(), "--addr").await?;
        let to = || options.to.iter().map(|Address(addr)| addr.clone());
        let client = Client::new(to(), options.timeout);
        let mut gateway = Gateway::start(listener, client, log())?;
        let addresses: Vec<_> = to().map(|addr| format!("tcp://{addr}")).collect();
        println!("Serving {} on http://{}", addresses.join(", "), gateway.addr());
        Ok(until_interrupted(async { gateway.finish().await }).await)
    })
}
