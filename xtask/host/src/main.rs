//! `doorway-host FILE.wasm`: serves one component until Ctrl-C.

use clap::Parser;
use doorway_host::{Log, Options, Result, Server, engine};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Serve an HTTP component on a local port
#[derive(Parser)]
#[command(name = "doorway-host")]
struct Args {
    /// The component
    #[arg(value_name = "FILE.wasm")]
    file: PathBuf,
    /// Where to listen; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
    /// A variable for a component that imports wasi:cli/environment (can be repeated)
    #[arg(long, value_name = "KEY=VALUE", value_parser = variable)]
    env: Vec<(String, String)>,
    /// How many requests an instance handles before it is dropped
    #[arg(long, value_name = "N", default_value_t = 1)]
    reuse: usize,
    /// How many requests are handled at a time; more wait
    #[arg(long, value_name = "N", default_value_t = 256)]
    max_concurrent: usize,
    /// How long a client may wait for the guest, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    timeout: Duration,
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as KEY=VALUE".to_owned()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() && seconds <= 1e9 => Ok(duration),
        _ => Err("must be more than 0 and less than a billion".to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<ExitCode> {
    let component = engine::load(&engine::serving()?, &args.file)?;
    let options = Options {
        addr: args.addr,
        reuse: args.reuse,
        max_concurrent: args.max_concurrent,
        timeout: args.timeout,
        env: args.env,
        log: Log::stderr(),
        ..Options::default()
    };
    let server = Server::start(&component, options).await?;
    println!("Serving {} on {}", args.file.display(), server.url());

    interrupted().await;
    eprintln!("stopping; Ctrl-C again to stop at once");
    tokio::select! {
        _ = server.shutdown() => Ok(ExitCode::SUCCESS),
        () = interrupted() => Ok(ExitCode::from(130)),
    }
}

/// Waits for Ctrl-C, or where there is such a thing for SIGTERM.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
