//! Sizes, fuel, page faults and requests a second of the apps.

use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use bytes::Bytes;
use doorway_host::contract::runtime;
use doorway_host::linker::World;
use doorway_host::measure::measure;
use doorway_host::{Log, Options, Server, engine};
use http::Request;
use http_body_util::Full;
use wasmtime::Engine;

use super::apps::Component;
use crate::figures::{Outcome, Plan, Spread, Timing};
use crate::load::Load;
use crate::rounds::MEMORY;
use crate::rounds::turns::Turns;

/// The figures with a clock.
pub(super) struct Speed {
    pub(super) timing: Outcome<Timing>,
    pub(super) faults: Option<Spread>,
}

/// The bytes of each component, and the fuel of its first request.
pub(super) fn costs(components: &[Component]) -> Result<Vec<Result<(u64, u64)>>> {
    let (engine, runtime) = (engine::measuring()?, runtime()?);
    let cost = |component: &Component| {
        let (loaded, size) = load(&engine, component)?;
        let request = Request::get("/hello").body(Full::<Bytes>::default())?;
        let measured = runtime.block_on(measure(&loaded, World::Std, request))?;
        ensure!(measured.body == "Hello, world!", "the answer is {:?}", measured.body);
        eprintln!(
            "  {}: {}: {} bytes, fuel {}",
            component.app.name, component.title, size, measured.fuel
        );
        Ok((size, measured.fuel))
    };
    Ok(components.iter().map(cost).collect())
}

/// Asks each component in each round, with an instance for each request.
pub(super) fn rounds(components: &[Component], plan: Plan) -> Result<Vec<Speed>> {
    let engine = engine::serving()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let servers: Vec<_> = components
        .iter()
        .map(|component| {
            let (loaded, _) = load(&engine, component)?;
            let options = Options {
                world: World::Std,
                memory: MEMORY,
                log: Log::off(),
                ..Options::default()
            };
            anyhow::Ok(runtime.block_on(Server::start(&loaded, options))?)
        })
        .collect();
    let names: Vec<_> =
        components.iter().map(|each| format!("{}: {}", each.app.name, each.title)).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut turns = Turns::new("requests a second", &names);
    let mut faults = vec![Vec::new(); components.len()];
    for round in 0..plan.rounds {
        eprintln!("round {} of {}", round + 1, plan.rounds);
        turns.round(round, |at| {
            let server = servers[at].as_ref().map_err(|why| anyhow!("{why:#}"))?;
            let time = Duration::from_secs_f64(plan.seconds);
            let answered = Load::hello(server.addr(), time).run()?;
            faults[at].extend(answered.faults);
            Ok(answered.per_second)
        });
    }
    let speed = |(at, component): (usize, &Component)| Speed {
        timing: turns.outcome(at, Some(component.reference)),
        faults: Spread::of(&faults[at]),
    };
    Ok(components.iter().enumerate().map(speed).collect())
}

/// A component, and its bytes.
fn load(engine: &Engine, component: &Component) -> Result<(wasmtime::component::Component, u64)> {
    let file = component.built.as_ref().map_err(|why| anyhow!("{why:#}"))?;
    Ok((engine::load(engine, file)?, std::fs::metadata(file)?.len()))
}
