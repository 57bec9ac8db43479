//! The embedded host's WASI for a component, with the state of each instance.
//!
//! It is a crate of its own to be optimised where the rest is not: wasmtime's functions for bodies are
//! compiled for the state they work on, here, and without optimisation they copy byte by byte.

mod keyvalue;
mod state;

pub use state::{Outgoing, Random, Sending, State, Surroundings};

use wasmtime::component::{Component, Linker};
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::p2::bindings::cli as p2_cli;
use wasmtime_wasi::p2::bindings::random::insecure_seed;
use wasmtime_wasi::p3::bindings::cli;
use wasmtime_wasi::p3::{clocks, random};
use wasmtime_wasi::random::{WasiRandom, WasiRandomView};
use wasmtime_wasi_config::WasiConfig;
use wasmtime_wasi_http::handler::ProxyPre;
use wasmtime_wasi_http::{p2, p3};

/// How much of WASI a component gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum World {
    /// The proxy world, and `wasi:cli/environment`, `wasi:keyvalue` and `wasi:config` for those that ask for them.
    #[default]
    Proxy,
    /// The additional imports of Rust's std: `wasi:cli/exit`, the terminals, a seed.
    Std,
    /// All of WASI 0.2, as `wasmtime serve -S cli` gives it.
    Cli,
}

/// Links a component to a world; what it exports decides which WASI it speaks.
///
/// # Errors
///
/// When it imports something else, has the right names with other types, or exports no handler.
pub fn link(component: &Component, world: World) -> wasmtime::Result<ProxyPre<State>> {
    let mut linker = Linker::new(component.engine());
    p2::add_to_linker_async(&mut linker)?;
    p2_cli::environment::add_to_linker::<State, WasiCli>(&mut linker, State::cli)?;
    add_p3(&mut linker)?;
    keyvalue::add(&mut linker)?;
    wasmtime_wasi_config::add_to_linker(&mut linker, |state: &mut State| {
        WasiConfig::from(state.config())
    })?;
    match world {
        World::Proxy => {}
        World::Std => add_std(&mut linker)?,
        World::Cli => {
            linker.allow_shadowing(true);
            wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        }
    }

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

fn add_std(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    insecure_seed::add_to_linker::<State, WasiRandom>(linker, State::random)?;
    p2_cli::exit::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    p2_cli::terminal_input::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    p2_cli::terminal_output::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    p2_cli::terminal_stdin::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    p2_cli::terminal_stdout::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    p2_cli::terminal_stderr::add_to_linker::<State, WasiCli>(linker, State::cli)?;
    Ok(())
}
