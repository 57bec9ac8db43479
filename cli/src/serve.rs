//! `doorway serve`: a crate or a component's file, served by the embedded wasmtime.

mod changes;
mod front;
mod state;
mod watch;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Error, Result};
use clap::Args;
use doorway_host::{Log, engine};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::app::App;
use crate::build::{self};
use crate::compose::component_file;
use crate::failure::Failure;
use crate::interrupt::interrupted;
use crate::wasi::Wasi;
#[cfg(feature = "wrpc")]
use crate::wrpc::{self, Address, Listening};
use front::Front;
use state::{Data, State};

/// Builds a crate and serves it, or serves a component's file, until Ctrl-C
#[derive(Args, Clone)]
#[command(after_help = "Examples:
  doorway serve                                   the crate in this folder
  doorway serve --watch                           builds it again at each change
  doorway serve --addr 127.0.0.1:0 --env KEY=V    at a free port, with a variable
  doorway serve --config greeting=Hello           with a variable of wasi:config
  doorway serve target/components/app.p3.wasm

Key-value data is kept in .doorway/keyvalue.redb. A component has that and wasi:config only if it imports them.")]
pub struct Options {
    #[command(flatten)]
    app: App,
    /// Build again when a file changes, and serve the new component from the next request on
    #[arg(long)]
    watch: bool,
    /// Where to listen; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
    /// Serve wrpc:http/incoming-handler and not HTTP, at this address; `doorway gateway` calls it
    #[cfg(feature = "wrpc")]
    #[arg(long, value_name = "tcp://ADDR", conflicts_with = "addr")]
    wrpc: Option<Listening>,
    /// Send the component's own requests by wrpc:http/outgoing-handler, as `doorway egress` serves it
    #[cfg(feature = "wrpc")]
    #[arg(long, value_name = "wrpc+tcp://ADDR")]
    outgoing: Option<Address>,
    /// A variable for a component that imports wasi:cli/environment (can be repeated)
    #[arg(long, value_name = "KEY=VALUE", value_parser = variable)]
    env: Vec<(String, String)>,
    #[command(flatten)]
    state: State,
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

pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() && seconds <= 1e9 => Ok(duration),
        _ => Err("must be more than 0 and less than a billion".to_owned()),
    }
}

/// Serves until it is interrupted.
///
/// # Errors
///
/// When the crate does not build, or its component cannot be served. With `watch` the first is shown, and the crate
/// built again at the next change.
pub fn run(options: &Options) -> Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server's threads")?;
    runtime.block_on(async {
        match options.watch {
            true => watch::run(options).await,
            false => serve(options).await,
        }
    })
}

async fn serve(options: &Options) -> Result<ExitCode> {
    let file = options.build()?;
    let component = load(&engine::serving().map_err(friendly)?, &file)?;
    let server = options.start(&component, &file, &options.data()?).await?;
    interrupted().await;
    Ok(stop(server).await)
}

impl Options {
    /// The component's file, built if the app is a crate.
    fn build(&self) -> Result<PathBuf> {
        if !self.app.is_crate() {
            return component_file(&self.app.path, Wasi::P2, &self.app.how);
        }
        let found = self.app.find()?;
        Ok(build::build(&found, found.version(self.app.wasi), &self.app.how)?.file)
    }

    /// The store of the app.
    fn data(&self) -> Result<Data> {
        self.state.data(|| {
            if !self.app.is_crate() {
                return Ok(PathBuf::new());
            }
            let found = self.app.find()?;
            let folder = found.package.manifest_path.parent();
            Ok(folder.context("a manifest is in no folder")?.as_std_path().to_owned())
        })
    }

    /// Starts to listen, and says where.
    async fn start(&self, component: &Component, file: &Path, data: &Data) -> Result<Front> {
        let config = self.state.config()?;
        data.ready_for(component).await?;
        let options = doorway_host::Options {
            addr: self.addr,
            reuse: self.reuse,
            max_concurrent: self.max_concurrent,
            timeout: self.timeout,
            env: self.env.clone(),
            config,
            keyvalue: Some(data.store.clone()),
            log: Log::stderr(),
            #[cfg(feature = "wrpc")]
            outgoing: self.outgoing.as_ref().map(|to| wrpc::by_wrpc(to, Log::stderr())),
            ..doorway_host::Options::default()
        };
        #[cfg(feature = "wrpc")]
        let front = match &self.wrpc {
            Some(listening) => Front::wrpc(component, options, listening).await?,
            None => Front::http(component, options).await?,
        };
        #[cfg(not(feature = "wrpc"))]
        let front = Front::http(component, options).await?;
        println!("Serving {} on {}", file.display(), front.url());
        Ok(front)
    }
}

fn load(engine: &Engine, file: &Path) -> Result<Component> {
    engine::load(engine, file).map_err(friendly)
}

/// The host's error, with its way out on a line of its own.
pub(crate) fn friendly(error: doorway_host::Error) -> Error {
    match error.help() {
        Some(help) => Failure::new(error.to_string(), help).into(),
        None => error.into(),
    }
}

/// Lets the requests under way finish, unless it is interrupted again.
async fn stop(server: Front) -> ExitCode {
    eprintln!("stopping; Ctrl-C again to stop at once");
    tokio::select! {
        _ = server.shutdown() => ExitCode::SUCCESS,
        () = interrupted() => ExitCode::from(130),
    }
}
