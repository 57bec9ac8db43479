//! The costs of a request, in figures that are the same on every machine: no socket, no clock, one
//! thread, and the same random numbers each time.
//!
//! *Fuel* is wasmtime's count of executed wasm instructions, from the call of the handler to its
//! return; on 0.2 that includes the whole body. Making the instance is not in it.

use crate::error::{Error, Result, backtrace, chain};
use crate::linker::{self, World};
use crate::log::Log;
use crate::output::Output;
use bytes::Bytes;
use doorway_host_wasi::{Random, State, Surroundings};
use futures_channel::oneshot;
use futures_util::future::join;
use http::header::HOST;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use http_body::Body;
use http_body_util::BodyExt;
use std::future::{pending, poll_fn};
use wasmtime::component::{Accessor, Component};
use wasmtime::{AsContext, AsContextMut, Store};
use wasmtime_wasi_http::handler::{Prepared, Proxy};
use wasmtime_wasi_http::{WasiBody, WasiHttpView};

/// A request that takes more fuel than this is stopped, as it would never end.
pub const FUEL: u64 = 20_000_000_000;

/// How much linear memory a measured instance may have, in bytes.
const MEMORY: usize = 1 << 30;

/// One request: what it cost, and what came of it.
#[derive(Clone, Debug)]
pub struct Measurement {
    /// The instructions executed for this request.
    pub fuel: u64,
    /// The most linear memory that the instance has had up to the end of this request, in bytes.
    pub peak_memory: usize,
    /// The status of the response.
    pub status: StatusCode,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// The body of the response.
    pub body: Bytes,
    /// The trailers, if there were any.
    pub trailers: Option<HeaderMap>,
    /// The whole lines that the guest had printed by then.
    pub printed: Vec<String>,
}

/// Runs one request on a fresh instance of a component that [`measuring`](crate::engine::measuring)
/// compiled.
///
/// A request that names no host gets the header `host: localhost`.
///
/// # Errors
///
/// [`Error::Imports`] and [`Error::Link`] as a server would; [`Error::Measure`] if the guest traps,
/// runs out of [`FUEL`], answers with an error code or aborts the body.
pub async fn measure<B>(
    component: &Component,
    world: World,
    request: Request<B>,
) -> Result<Measurement>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: std::fmt::Display,
{
    let mut all = measure_series(component, world, [request]).await?;
    all.pop().ok_or_else(|| Error::Measure("no request was made".to_owned()))
}

/// Runs several requests one after the other on the same instance, and measures each.
///
/// # Errors
///
/// As [`measure`]; the first request that fails ends the series.
pub async fn measure_series<B>(
    component: &Component,
    world: World,
    requests: impl IntoIterator<Item = Request<B>>,
) -> Result<Vec<Measurement>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: std::fmt::Display,
{
    let pre = linker::prepare(component, world)?;
    let (log, printed) = Log::capture();
    let engine = component.engine();
    let nothing = Surroundings::new(&[], &[], None);
    let mut store = Output::store(engine, &log, &nothing, None, Random::Repeated, MEMORY)?;
    refill(&mut store)?;
    let proxy = pre.instantiate_async(&mut store).await.map_err(|error| failed(&error))?;

    let mut all = Vec::new();
    for request in requests {
        let request = request.map(|body| {
            body.map_err(|error| wasmtime_wasi_http::Error::InternalError(Some(error.to_string())))
                .boxed_unsync()
        });
        let request = addressed(request);
        let before = refill(&mut store)?;
        let (response, body) = run(&mut store, &proxy, request).await.map_err(|error| {
            let printed: String = printed.lines().iter().map(|line| format!("\n{line}")).collect();
            Error::Measure(format!("{}{printed}{}", chain(&error), backtrace(&error)))
        })?;
        all.push(Measurement {
            fuel: before - fuel(&store)?,
            peak_memory: store.data().peak_memory(),
            status: response.status,
            headers: response.headers,
            trailers: body.trailers().cloned(),
            body: body.to_bytes(),
            printed: printed.lines(),
        });
    }
    Ok(all)
}

type Answer = (http::response::Parts, http_body_util::Collected<Bytes>);

/// Calls the handler and reads the body at the same time, both in one task, so that their order
/// never varies.
async fn run(
    store: &mut Store<State>,
    proxy: &Proxy,
    request: Request<WasiBody>,
) -> wasmtime::Result<Answer> {
    let (answer, answered) = oneshot::channel();
    let prepared = Prepared::new(store.as_context_mut(), proxy, request, State::http, answer)?;
    let call = store.run_concurrent(async move |accessor: &Accessor<State>| {
        prepared.run(accessor, pending()).await?;
        // On 0.3 tasks may outlive the call.
        poll_fn(|cx| accessor.poll_no_interesting_tasks(cx)).await;
        wasmtime::error::Ok(())
    });
    // Not inside of the call: nothing else is polled there while the guest waits in a host
    // function.
    let receive = async {
        let (head, body) = answered.await??.into_parts();
        let broken = |error| wasmtime::format_err!("the guest broke off the body ({error})");
        wasmtime::error::Ok((head, body.collect().await.map_err(broken)?))
    };
    let (called, answer) = join(call, receive).await;
    called??;
    answer
}

/// Every request on a wire names its host; one that does not yet gets `localhost`.
fn addressed<B>(mut request: Request<B>) -> Request<B> {
    if request.uri().authority().is_none() {
        request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
    }
    request
}

fn refill(store: &mut Store<State>) -> Result<u64> {
    store.set_fuel(FUEL).map_err(|error| failed(&error))?;
    Ok(FUEL)
}

fn fuel(store: &Store<State>) -> Result<u64> {
    store.as_context().get_fuel().map_err(|error| failed(&error))
}

fn failed(error: &wasmtime::Error) -> Error {
    Error::Measure(chain(error))
}
