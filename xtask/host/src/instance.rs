//! Instances that are only made, to see how long that takes.

use crate::error::{Error, Result, chain};
use crate::linker::{self, World};
use crate::log::Log;
use crate::output::Output;
use doorway_host_wasi::{Random, State, Surroundings};
use wasmtime::component::Component;
use wasmtime::{Engine, Store};
use wasmtime_wasi_http::handler::{Proxy, ProxyPre};

/// A component that is linked, as a server has it before the first request.
pub struct Linked {
    engine: Engine,
    pre: ProxyPre<State>,
    surroundings: Surroundings,
    log: Log,
}

/// A fresh instance in its store.
pub struct Instance {
    _proxy: Proxy,
    _store: Store<State>,
}

impl Linked {
    /// Links a component that [`serving`](crate::engine::serving) compiled.
    ///
    /// # Errors
    ///
    /// As [`Server::start`](crate::Server::start).
    pub fn new(component: &Component, world: World) -> Result<Self> {
        let pre = linker::prepare(component, world)?;
        let surroundings = Surroundings::new(&[], &[], None);
        Ok(Self { engine: component.engine().clone(), pre, surroundings, log: Log::off() })
    }

    /// Makes a store and an instance in it, as a server does for a request.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`] when the instance cannot be made.
    pub async fn instantiate(&self, memory: usize) -> Result<Instance> {
        let Self { engine, surroundings, log, .. } = self;
        let mut store = Output::store(engine, log, surroundings, None, Random::Fresh, memory)?;
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let proxy = self.pre.instantiate_async(&mut store).await;
        let proxy = proxy.map_err(|error| Error::Engine(chain(&error)))?;
        Ok(Instance { _proxy: proxy, _store: store })
    }
}
