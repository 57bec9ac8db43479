//! The state that the host keeps for each instance.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use doorway_stores::{File, Limited};
use http::header::CONNECTION;
use http::{HeaderName, Request, Response};
use http_body_util::BodyExt;
use wasmtime::component::ResourceTable;
use wasmtime::{Engine, ResourceLimiter, Store};
use wasmtime_wasi::cli::StdoutStream;
use wasmtime_wasi::random::Deterministic;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_config::WasiConfigVariables;
use wasmtime_wasi_http::{
    DEFAULT_FORBIDDEN_HEADERS, Error, ForbiddenHeaderFilter, RequestOptions, WasiBody, WasiHttpCtx,
    WasiHttpCtxView, WasiHttpHooks, WasiHttpView, default_send_request,
};

use crate::keyvalue::KeyValue;

/// The source of random numbers of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Random {
    /// Other ones each time, as it must be where somebody relies on them.
    Fresh,
    /// The same ones each time: what a hash map costs depends on its seed.
    Repeated,
}

/// The things that all instances of a component have. Clones share them.
#[derive(Clone)]
pub struct Surroundings {
    /// The environment.
    env: Arc<[(String, String)]>,
    /// The variables of `wasi:config`.
    config: Arc<WasiConfigVariables>,
    /// The store of `wasi:keyvalue`.
    keyvalue: Limited,
}

impl Surroundings {
    /// An environment, configuration and a store, which is one in memory if there is no other.
    pub fn new(
        env: &[(String, String)],
        config: &[(String, String)],
        keyvalue: Option<Limited>,
    ) -> Self {
        Self {
            env: env.into(),
            config: Arc::new(config.iter().cloned().collect()),
            keyvalue: keyvalue.unwrap_or_else(|| Limited::new(Arc::new(File::in_memory()))),
        }
    }
}

/// The data of a store: WASI, and the memory it may use.
pub struct State {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    surroundings: Surroundings,
    table: ResourceTable,
    hooks: Option<Hooks>,
    memory: Memory,
}

impl State {
    /// A store for one instance, which prints to `stdout` and `stderr`, and may have so many bytes of
    /// linear memory. A folder is `/` for it, and then it may use the network, too.
    ///
    /// # Errors
    ///
    /// When the folder cannot be opened.
    pub fn store(
        engine: &Engine,
        stdout: impl StdoutStream + 'static,
        stderr: impl StdoutStream + 'static,
        surroundings: &Surroundings,
        folder: Option<&Path>,
        random: Random,
        limit: usize,
    ) -> wasmtime::Result<Store<Self>> {
        let mut wasi = WasiCtx::builder();
        wasi.envs(&surroundings.env).stdout(stdout).stderr(stderr);
        if random == Random::Repeated {
            let bytes = || Deterministic::new((0..=u8::MAX).collect());
            wasi.secure_random(bytes()).insecure_random(bytes()).insecure_random_seed(1);
        }
        if let Some(folder) = folder {
            wasi.preopened_dir(folder, "/", FsPerms::ReadWrite)?.inherit_network().allow_tcp(true);
        }
        let state = Self {
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            surroundings: surroundings.clone(),
            table: ResourceTable::new(),
            hooks: None,
            memory: Memory { limit, ..Memory::default() },
        };
        let mut store = Store::new(engine, state);
        store.limiter(|state| &mut state.memory);
        Ok(store)
    }

    /// Shows `connection` fields to the instance, as some hosts do.
    pub fn show_connection(&mut self) {
        self.hooks.get_or_insert_default().shows_connection = true;
    }

    /// Sends the requests of the instance in another way than over the network.
    pub fn send_by(&mut self, outgoing: Arc<dyn Outgoing>) {
        self.hooks.get_or_insert_default().outgoing = Some(outgoing);
    }

    pub(crate) fn config(&self) -> &WasiConfigVariables {
        &self.surroundings.config
    }

    pub(crate) fn keyvalue(&mut self) -> KeyValue<'_> {
        KeyValue { store: &self.surroundings.keyvalue, table: &mut self.table }
    }

    /// The most linear memory that the instance has had, in bytes.
    pub fn peak_memory(&self) -> usize {
        self.memory.peak
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        let hooks: &mut dyn WasiHttpHooks = match &mut self.hooks {
            Some(hooks) => hooks,
            None => Default::default(),
        };
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks }
    }
}

/// Sends the requests of components.
pub trait Outgoing: Send + Sync {
    /// Sends one, and returns with the head of its response. Dropped before, it gives the request up.
    fn send(&self, request: Request<WasiBody>, options: Option<RequestOptions>) -> Sending;
}

/// A request that is being sent.
pub type Sending = Pin<Box<dyn Future<Output = Result<Response<WasiBody>, Error>> + Send>>;

/// Where it differs from wasmtime.
#[derive(Default)]
struct Hooks {
    shows_connection: bool,
    outgoing: Option<Arc<dyn Outgoing>>,
}

impl Hooks {
    fn forbids(shows_connection: bool, name: &HeaderName) -> bool {
        !(shows_connection && *name == CONNECTION) && DEFAULT_FORBIDDEN_HEADERS.contains(name)
    }
}

/// How the transmission of a message ended.
type Transmission = Box<dyn Future<Output = Result<(), Error>> + Send>;

impl WasiHttpHooks for Hooks {
    fn is_forbidden_header(&mut self, name: &HeaderName) -> bool {
        Self::forbids(self.shows_connection, name)
    }

    fn forbidden_header_filter(&mut self) -> ForbiddenHeaderFilter {
        let shows_connection = self.shows_connection;
        Arc::new(move |name| Self::forbids(shows_connection, name))
    }

    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Transmission,
    ) -> Box<dyn Future<Output = Result<(Response<WasiBody>, Transmission), Error>> + Send> {
        let sending = match &self.outgoing {
            Some(outgoing) => outgoing.send(request, options),
            None => {
                return Box::new(async move {
                    let (response, io) = default_send_request(request, options).await?;
                    Ok((response.map(BodyExt::boxed_unsync), Box::new(io) as Transmission))
                });
            }
        };
        // The body itself reports how it goes on.
        let done = || Box::new(std::future::ready(Ok(()))) as Transmission;
        Box::new(async move { Ok((sending.await?, done())) })
    }
}

/// Counts the linear memory of a store, over all its memories, and refuses more than the limit.
#[derive(Debug, Default)]
struct Memory {
    limit: usize,
    now: usize,
    peak: usize,
}

impl ResourceLimiter for Memory {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let after = self.now.saturating_add(desired.saturating_sub(current));
        if after > self.limit {
            return Ok(false);
        }
        self.now = after;
        self.peak = self.peak.max(after);
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= 100_000)
    }
}
