//! The host of a component that is being warmed: it writes messages, and refuses all other calls.

use std::io::Write;

use anyhow::Result;
use wasmtime::component::types::{ComponentFunc, ComponentItem};
use wasmtime::component::{
    Component, Linker, LinkerInstance, Resource, ResourceTable, ResourceType, Val,
};
use wasmtime::{Engine, StoreContextMut};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::failure::Failure;
use crate::world::unversioned;

/// The state of the host.
pub(super) struct Host {
    wasi: WasiCtx,
    table: ResourceTable,
    /// How many handles the component has.
    handles: usize,
    asked_for_environment: bool,
}

const ENVIRONMENT: &str = "wasi:cli/environment";
const GET_ENVIRONMENT: &str = "get-environment";

/// Stands for every resource.
struct Handle;

impl Default for Host {
    fn default() -> Self {
        // Its stdout is no output of the command.
        let wasi = WasiCtx::builder().stdout(wasmtime_wasi::cli::stderr()).inherit_stderr().build();
        Self { wasi, table: ResourceTable::new(), handles: 0, asked_for_environment: false }
    }
}

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl Host {
    /// An error if the component has what no instance of it would have.
    pub(super) fn keeps_nothing(&self) -> Result<()> {
        if self.asked_for_environment {
            return Err(refusal(&format!("{ENVIRONMENT}#{GET_ENVIRONMENT}")).into());
        }
        if self.handles > 0 {
            return Err(Failure::new(
                "the app keeps a stream of the host: a component that is warmed cannot",
                "take it in a handler, each time that it is needed",
            )
            .into());
        }
        Ok(())
    }
}

/// All that the component imports.
pub(super) fn linker(engine: &Engine, component: &Component) -> Result<Linker<Host>> {
    let mut linker = Linker::new(engine);
    linker.allow_shadowing(true);
    wasmtime_wasi::p3::cli::add_to_linker(&mut linker)?;
    for (interface, import) in component.component_type().imports(engine) {
        let ComponentItem::ComponentInstance(instance) = import.ty else { continue };
        if matches!(interface, "wasi:cli/stderr@0.3.0" | "wasi:cli/stdout@0.3.0") {
            continue;
        }
        let mut linked = linker.instance(interface)?;
        for (name, export) in instance.exports(engine) {
            match export.ty {
                ComponentItem::Resource(_) => {
                    let drop = |mut store: StoreContextMut<'_, Host>, _| {
                        store.data_mut().handles -= 1;
                        Ok(())
                    };
                    linked.resource(name, ResourceType::host::<Handle>(), drop)?;
                }
                ComponentItem::ComponentFunc(function) => {
                    define(&mut linked, interface, name, &function)?;
                }
                _ => {}
            }
        }
    }
    Ok(linker)
}

fn define(
    linked: &mut LinkerInstance<'_, Host>,
    interface: &str,
    name: &str,
    function: &ComponentFunc,
) -> Result<()> {
    match (unversioned(interface), name) {
        ("wasi:cli/stderr", "get-stderr") | ("wasi:cli/stdout", "get-stdout") => {
            linked.func_new(name, |store, _, _, results| open(store, results))?;
        }
        ("wasi:io/streams", "[method]output-stream.blocking-write-and-flush") => {
            linked.func_new_async(name, |store, _, arguments, results| {
                Box::new(write(store, arguments, results))
            })?;
        }
        // std asks for it before it shows the message of a panic, so it is refused at the end.
        (ENVIRONMENT, GET_ENVIRONMENT) => {
            linked.func_new(name, |mut store, _, _, results| {
                store.data_mut().asked_for_environment = true;
                results[0] = Val::List(Vec::new());
                Ok(())
            })?;
        }
        (interface, _) => {
            let call = format!("{interface}#{name}");
            if function.async_() {
                linked.func_new_concurrent(name, move |_, _, _, _| {
                    let refusal = wasmtime::Error::new(refusal(&call));
                    Box::pin(async { Err(refusal) })
                })?;
            } else {
                linked
                    .func_new(name, move |_, _, _, _| Err(wasmtime::Error::new(refusal(&call))))?;
            }
        }
    }
    Ok(())
}

fn open(mut store: StoreContextMut<'_, Host>, results: &mut [Val]) -> wasmtime::Result<()> {
    store.data_mut().handles += 1;
    let stream = Resource::<Handle>::new_own(0).try_into_resource_any(&mut store)?;
    results[0] = Val::Resource(stream);
    Ok(())
}

async fn write(
    store: StoreContextMut<'_, Host>,
    arguments: &[Val],
    results: &mut [Val],
) -> wasmtime::Result<()> {
    if let [Val::Resource(stream), Val::List(bytes)] = arguments {
        let bytes = bytes.iter().filter_map(|byte| match byte {
            Val::U8(byte) => Some(*byte),
            _ => None,
        });
        // A closed stderr is no reason to fail.
        let _ = std::io::stderr().write_all(&bytes.collect::<Vec<_>>());
        // A call gives back the handles that are lent to it.
        stream.resource_drop_async(store).await?;
    }
    results[0] = Val::Result(Ok(None));
    Ok(())
}

fn refusal(call: &str) -> Failure {
    Failure::new(
        format!("the app calls {call} while it is warmed: {}", reason(call)),
        "let a handler do that, or the first request that needs it (a `OnceCell` keeps the result)",
    )
}

/// The reason why a call is refused.
fn reason(call: &str) -> &'static str {
    const REASONS: [(&str, &str); 9] = [
        ("wasi:clocks/", "it would know the time of the build only"),
        ("wasi:random/", "all instances would have the same random numbers"),
        ("wasi:cli/environment", "it would know the variables of the build only"),
        ("wasi:config/", "it would know the configuration of the build only"),
        ("wasi:keyvalue/", "there is no store at build time"),
        ("wasi:filesystem/", "there are no files at build time"),
        ("wasi:http/", "no request is sent at build time"),
        ("wasi:sockets/", "there is no network at build time"),
        ("wasi:cli/", "there is no console at build time"),
    ];
    let found = REASONS.iter().find(|(prefix, _)| call.starts_with(prefix));
    found.map_or("there is no host at build time", |(_, reason)| reason)
}
