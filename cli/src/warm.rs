//! `doorway build --warm`: runs a component until its app is built, and writes the memory that results into the component.

mod host;
mod memory;
mod strip;

use anyhow::{Context, Error, Result};
use wasmtime::component::{Component, ComponentExportIndex, ComponentNamedList, Instance, Lift};
use wasmtime::{Config, Engine, Store};
use wasmtime_wizer::{ComponentContext, Wizer};

use crate::failure::Failure;
use host::Host;
use memory::{Memories, Reader, Restored};

/// The interfaces that warm a component: on WASI 0.2, and on 0.3.
const INTERFACES: [&str; 2] = ["doorway:sdk/warm", "doorway:sdk/warm-p3"];

/// The component as it is once its app is built, without the interface by which that is done.
///
/// # Errors
///
/// When there is no app to be built, or when it calls its host meanwhile or panics.
pub(crate) fn warmed(component: &[u8]) -> Result<Vec<u8>> {
    // In a thread of its own, as the server's builds run in a runtime already.
    let warm = std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.context("cannot start a runtime")?.block_on(warm(component))
        });
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    strip::without_exports(&warm, &INTERFACES)
}

async fn warm(component: &[u8]) -> Result<Vec<u8>> {
    let wizer = Wizer::new();
    let (context, instrumented) = wizer.instrument_component(component)?;
    let mut app = App::start(&instrumented).await?;

    app.call::<()>("begin").await?;
    let before = app.memories(&wizer, &context).await?;
    app.call::<()>("draw-hash-seed").await?;
    let seed = before.changed_in(&app.memories(&wizer, &context).await?);

    if !app.call::<(bool,)>("build-app").await?.0 {
        return Err(Failure::new(
            "there is no app to be warmed: the handler is an `async fn`",
            "write a plain `fn` that builds a Router, or build without --warm",
        )
        .into());
    }
    app.store.data().keeps_nothing()?;
    app.snapshot(&wizer, &context, &seed).await
}

/// A component that is being warmed.
struct App {
    store: Store<Host>,
    instance: Instance,
    interface: ComponentExportIndex,
}

impl App {
    async fn start(instrumented: &[u8]) -> Result<Self> {
        let mut config = Config::new();
        // It runs once: code is to be there soon and not to be fast.
        config.cranelift_opt_level(wasmtime::OptLevel::None);
        let engine = Engine::new(&config)?;
        let component = Component::new(&engine, instrumented)?;
        let linker = host::linker(&engine, &component)?;
        let mut store = Store::new(&engine, Host::default());
        let instance = linker.instantiate_async(&mut store, &component).await.map_err(friendly)?;
        let mut interfaces = INTERFACES.iter();
        let interface =
            interfaces.find_map(|name| instance.get_export_index(&mut store, None, name));
        let interface = interface.ok_or_else(|| {
            Failure::new(
                "the component exports nothing that builds its app",
                "its crate needs doorway 0.1 with the attribute `#[http_handler]`",
            )
        })?;
        Ok(Self { store, instance, interface })
    }

    async fn call<R>(&mut self, name: &str) -> Result<R>
    where
        R: ComponentNamedList + Lift + Send + Sync + 'static,
    {
        let function = self.instance.get_export_index(&mut self.store, Some(&self.interface), name);
        let function = function.with_context(|| format!("there is no function {name}"))?;
        let function = self.instance.get_typed_func::<(), R>(&mut self.store, function)?;
        function.call_async(&mut self.store, ()).await.map_err(friendly)
    }

    /// The content of all memories as it is now.
    async fn memories(
        &mut self,
        wizer: &Wizer,
        context: &ComponentContext<'_>,
    ) -> Result<Memories> {
        let mut reader = Reader::new(&mut self.store, self.instance);
        wizer.snapshot_component(context, &mut reader).await?;
        reader.finish()
    }

    /// The component with its memories as they are now, apart from the bytes that are restored.
    async fn snapshot(
        &mut self,
        wizer: &Wizer,
        context: &ComponentContext<'_>,
        restored: &Restored,
    ) -> Result<Vec<u8>> {
        let mut reader = Reader::restoring(&mut self.store, self.instance, restored);
        let component = wizer.snapshot_component(context, &mut reader).await?;
        reader.finish()?;
        Ok(component)
    }
}

/// A call of the host that was refused is the whole reason; else the app has ended by itself.
fn friendly(error: wasmtime::Error) -> Error {
    match error.downcast::<Failure>() {
        Ok(failure) => failure.into(),
        Err(error) if error.is::<wasmtime::Trap>() => Failure::new(
            "the app panicked while it was warmed",
            "its message is above; a test with `TestClient::warm` finds most reasons, too",
        )
        .into(),
        Err(error) => error.into(),
    }
}
