//! What the embedded host gives a component: WASI, in the state of each instance.
//!
//! It is a crate of its own to be optimised where the rest is not: wasmtime's functions for bodies are
//! compiled for the state they work on, here, and without optimisation they copy byte by byte.

mod state;

pub use state::State;

use wasmtime::component::{Component, Linker};
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::p2::bindings::cli::environment;
use wasmtime_wasi::p3::bindings::cli;
use wasmtime_wasi::p3::{clocks, random};
use wasmtime_wasi_http::handler::ProxyPre;
use wasmtime_wasi_http::{p2, p3};

/// Links a component to the proxy world and the environment; what it exports decides which WASI it
/// speaks.
///
/// # Errors
///
/// When it imports something else, has the right names with other types, or exports no handler.
pub fn link(component: &Component) -> wasmtime::Result<ProxyPre<State>> {
    let mut linker = Linker::new(component.engine());
    p2::add_to_linker_async(&mut linker)?;
    environment::add_to_linker::<State, WasiCli>(&mut linker, State::cli)?;
    add_p3(&mut linker)?;

    let pre = linker.instantiate_pre(component)?;
    match p3::bindings::ServicePre::new(pre.clone()) {
        Ok(service) => Ok(ProxyPre::P3(service)),
        Err(_) => Ok(ProxyPre::P2(p2::bindings::ProxyPre::new(pre)?)),
    }
}

fn add_p3(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    p3::add_to_linker(linker)?;
    clocks::add_to_linker(linker)?;
    random::add_to_linker(linker)?;
    cli::stdin::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::stdout::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::stderr::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    cli::environment::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    Ok(())
}
