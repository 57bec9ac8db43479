//! Serving while the sources change: builds again, and swaps the component without losing a request.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Error, Result};
use doorway_host::engine;
use wasmtime::Engine;
use wasmtime::component::Component;

use super::changes::Changes;
use super::front::Front;
use super::state::Data;
use super::{Options, friendly, interrupted, load, stop};
use crate::build;
use crate::failure::{self, Failure};

/// Builds and serves until it is interrupted. A build that fails is shown, and the last that did not is served on.
pub(super) async fn run(options: &Options) -> Result<ExitCode> {
    if !options.app.is_crate() {
        return Err(Failure::new(
            "--watch builds a crate again, and a component's file is not built",
            "name the folder of the crate",
        )
        .into());
    }
    // Before the first build, so that no change is missed.
    let mut changes = Changes::of_crate(&options.app.path)?;
    let engine = engine::serving().map_err(friendly)?;
    let mut served = Served { engine, bytes: Vec::new(), data: options.data()?, server: None };
    loop {
        let built = tokio::select! {
            built = in_background(options) => built,
            () = interrupted() => break,
        };
        match built.and_then(|file| Ok((served.newer(&file)?, file))) {
            Ok((Some(component), file)) => served.serve(&component, options, &file).await?,
            Ok((None, _)) => {}
            Err(error) => served.complain(&error),
        }
        tokio::select! {
            () = changes.next() => eprintln!("a file has changed"),
            () = interrupted() => break,
        }
    }
    Ok(match served.server {
        Some(server) => stop(server).await,
        None => ExitCode::SUCCESS,
    })
}

/// Builds beside the server, which goes on.
async fn in_background(options: &Options) -> Result<PathBuf> {
    let options = options.clone();
    tokio::task::spawn_blocking(move || options.build()).await.context("the build panicked")?
}

/// The component that is served, if there has been one.
struct Served {
    engine: Engine,
    bytes: Vec<u8>,
    data: Data,
    server: Option<Front>,
}

impl Served {
    /// The component in a file, unless it is the one that is served: the change may be one of a comment.
    fn newer(&mut self, file: &Path) -> Result<Option<Component>> {
        let bytes = build::read(file)?;
        if bytes == self.bytes {
            return Ok(None);
        }
        let component = load(&self.engine, file)?;
        self.bytes = bytes;
        Ok(Some(component))
    }

    /// Starts the server with a component, or swaps the one that it has.
    async fn serve(&mut self, component: &Component, options: &Options, file: &Path) -> Result<()> {
        match &self.server {
            None => self.server = Some(options.start(component, file, &self.data).await?),
            Some(server) => {
                let ready = self.data.ready_for(component).await;
                match ready.and_then(|()| server.swap(component).map_err(friendly)) {
                    Ok(()) => eprintln!("serving the new component"),
                    Err(error) => self.complain(&error),
                }
            }
        }
        Ok(())
    }

    fn complain(&self, error: &Error) {
        eprintln!("{}", failure::report(error));
        match self.server {
            Some(_) => eprintln!("still serving the last component that was built"),
            None => eprintln!("waiting for a change"),
        }
    }
}
