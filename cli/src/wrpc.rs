//! HTTP over wRPC: `doorway gateway`, `doorway egress`, and what `doorway serve` has of it.

mod address;
mod allowed;
mod code;
pub mod egress;
pub mod gateway;
mod outgoing;
mod worker;

use std::future::Future;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Error, Result};
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::interrupt::interrupted;

pub use address::{Address, Listening};
pub use allowed::Allowed;
pub use outgoing::by_wrpc;
pub use worker::Worker;

/// How long requests in flight may take when a command stops.
const GRACE: Duration = Duration::from_secs(10);

fn log() -> doorway_wrpc::Log {
    doorway_wrpc::Log::new(|line| eprintln!("{line}"))
}

/// Listens at an address.
async fn listen(addr: &str, option: &str) -> Result<TcpListener> {
    TcpListener::bind(addr).await.map_err(|error| cannot_listen(addr, option, &error))
}

fn cannot_listen(addr: &str, option: &str, error: &std::io::Error) -> Error {
    let error = error.to_string();
    // Without the operating system's number.
    let why = error.split(" (os error").next().unwrap_or_default();
    Failure::new(
        format!("cannot listen on {addr}: {}", why.to_lowercase()),
        format!("choose another address with {option}; port 0 takes a free one"),
    )
    .into()
}

/// Waits until the command is interrupted, and then for `finish`, unless it takes too long or is interrupted again.
async fn until_interrupted(finish: impl Future<Output = ()>) -> ExitCode {
    interrupted().await;
    eprintln!("stopping; Ctrl-C again to stop at once");
    tokio::select! {
        finished = tokio::time::timeout(GRACE, finish) => {
            if finished.is_err() {
                eprintln!("stopped with requests unfinished after {GRACE:?}");
            }
            ExitCode::SUCCESS
        }
        () = interrupted() => ExitCode::from(130),
    }
}
