//! The components under test, compiled once in a process.

use super::TestServer;
use crate::linker::World;
use crate::measure::{Measurement, measure, measure_series};
use crate::{Options, Result, engine};
use bytes::Bytes;
use http::Request;
use http_body::Body;
use std::collections::HashMap;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};
use wasmtime::Engine;
use wasmtime::component::Component;

/// The repository.
const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A component that this repository builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guest {
    name: &'static str,
    p3: bool,
}

/// The target of a component.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Purpose {
    Serving,
    Measuring,
}

impl Guest {
    /// The component `target/components/NAME.wasm`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, p3: false }
    }

    /// The same program built for WASI 0.3: `target/components/NAME.p3.wasm`.
    pub const fn p3(self) -> Self {
        Self { p3: true, ..self }
    }

    /// Its file.
    pub fn path(self) -> PathBuf {
        let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        let kind = if self.p3 { "p3.wasm" } else { "wasm" };
        let file = format!("components/{}.{kind}", self.name);
        PathBuf::from(WORKSPACE).join(target).join(file)
    }

    /// The bytes of its file.
    ///
    /// # Panics
    ///
    /// If it is not built.
    pub fn bytes(self) -> Vec<u8> {
        let path = self.path();
        std::fs::read(&path).unwrap_or_else(|error| {
            panic!("{}: {error}; run `cargo xtask build --all`", path.display())
        })
    }

    /// The component, compiled for serving.
    ///
    /// # Panics
    ///
    /// If it is not built, or is not a component.
    pub fn component(self) -> Component {
        self.compiled(Purpose::Serving)
    }

    /// The component, compiled for measuring.
    ///
    /// # Panics
    ///
    /// If it is not built, or is not a component.
    pub fn measured(self) -> Component {
        self.compiled(Purpose::Measuring)
    }

    /// Serves it with the default options: a fresh instance per request.
    ///
    /// # Panics
    ///
    /// If it is not built or cannot be served.
    pub async fn start(self) -> TestServer {
        self.start_with(Options::default()).await
    }

    /// Serves it; the log goes to [`TestServer::log`] whatever the options say.
    ///
    /// # Panics
    ///
    /// If it is not built or cannot be served.
    pub async fn start_with(self, options: Options) -> TestServer {
        TestServer::start(&self.component(), options).await
    }

    /// Runs one request on a fresh instance and measures it.
    ///
    /// # Errors
    ///
    /// As [`measure`](crate::measure::measure).
    ///
    /// # Panics
    ///
    /// If it is not built.
    pub async fn measure<B>(self, request: Request<B>) -> Result<Measurement>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Display,
    {
        measure(&self.measured(), World::Proxy, request).await
    }

    /// Runs requests one after the other on one instance and measures each.
    ///
    /// # Errors
    ///
    /// As [`measure_series`](crate::measure::measure_series).
    ///
    /// # Panics
    ///
    /// If it is not built.
    pub async fn measure_series<B>(
        self,
        requests: impl IntoIterator<Item = Request<B>>,
    ) -> Result<Vec<Measurement>>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Display,
    {
        measure_series(&self.measured(), World::Proxy, requests).await
    }

    fn compiled(self, purpose: Purpose) -> Component {
        static SERVING: LazyLock<Engine> =
            LazyLock::new(|| engine::serving().unwrap_or_else(|error| panic!("{error}")));
        static MEASURING: LazyLock<Engine> =
            LazyLock::new(|| engine::measuring().unwrap_or_else(|error| panic!("{error}")));
        static COMPILED: LazyLock<Mutex<HashMap<(Guest, Purpose), Component>>> =
            LazyLock::new(Mutex::default);

        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        let compile = || {
            let engine = match purpose {
                Purpose::Serving => &SERVING,
                Purpose::Measuring => &MEASURING,
            };
            Component::new(engine, self.bytes()).unwrap_or_else(|error| {
                panic!("{} is not a component: {error:#}", self.path().display())
            })
        };
        compiled.entry((self, purpose)).or_insert_with(compile).clone()
    }
}
