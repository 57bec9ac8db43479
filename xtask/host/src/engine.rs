//! The two engines: one that serves and can stop a guest that never returns, one that counts what a
//! guest executes.

use crate::error::{Error, Result, chain};
use std::path::Path;
use std::thread;
use std::time::Duration;
use wasmtime::component::Component;
use wasmtime::{Config, Engine, PoolingAllocationConfig};

/// How many instances of components one serving engine holds at a time.
pub const MAX_INSTANCES: u32 = 1000;

/// How often a guest that computes gives other work a turn, and is stopped if its time is over.
const TICK: Duration = Duration::from_millis(10);

/// An engine for serving: instances come from a pool, and a busy guest is interrupted every few
/// milliseconds.
///
/// # Errors
///
/// [`Error::Engine`] when the pool's address space (4 GiB for each memory, reserved and not used)
/// cannot be had.
pub fn serving() -> Result<Engine> {
    let mut pool = PoolingAllocationConfig::default();
    // A component of a Rust crate has four core instances: the program, two of the component
    // tooling, libc's adapter.
    pool.total_component_instances(MAX_INSTANCES)
        .total_core_instances(4 * MAX_INSTANCES)
        .total_memories(MAX_INSTANCES)
        .total_tables(2 * MAX_INSTANCES)
        .total_stacks(2 * MAX_INSTANCES)
        .max_memory_size(4 << 30);

    let mut config = base();
    config.allocation_strategy(pool);
    config.epoch_interruption(true);
    let engine = Engine::new(&config).map_err(|error| Error::Engine(chain(&error)))?;
    tick(&engine);
    Ok(engine)
}

/// An engine for measuring: the same wasm, with every executed instruction counted.
///
/// # Errors
///
/// [`Error::Engine`] when wasmtime does not support this machine.
pub fn measuring() -> Result<Engine> {
    let mut config = base();
    config.consume_fuel(true);
    Engine::new(&config).map_err(|error| Error::Engine(chain(&error)))
}

/// Compiles the component in `path`.
///
/// # Errors
///
/// [`Error::Read`] or [`Error::Compile`].
pub fn load(engine: &Engine, path: &Path) -> Result<Component> {
    let bytes =
        std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Component::new(engine, bytes).map_err(|error| Error::Compile {
        name: path.display().to_string(),
        message: chain(&error),
    })
}

fn base() -> Config {
    let mut config = Config::new();
    config.wasm_component_model(true);
    config.wasm_component_model_async(true);
    config
}

/// Advances the engine's epoch from a thread of its own until the engine is gone.
fn tick(engine: &Engine) {
    let engine = engine.weak();
    thread::spawn(move || {
        loop {
            thread::sleep(TICK);
            match engine.upgrade() {
                Some(engine) => engine.increment_epoch(),
                None => break,
            }
        }
    });
}
