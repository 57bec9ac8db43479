//! What has a clock: all contenders take turns, so that what slows the machine down for a while slows
//! all of them down.

mod turns;

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use doorway_host::linker::World;
use doorway_host::{Linked, Log, Options, Server, engine};
use std::path::Path;
use tokio::runtime::Runtime;

use crate::figures::{Outcome, Plan, Spread, Timing};
use crate::load::Load;
use turns::Turns;

/// How many requests an instance handles in the measurement with reuse.
pub(crate) const REUSE: usize = 1000;

/// How much memory an instance may have, in bytes.
const MEMORY: usize = 1 << 30;

/// What is measured of one contender.
#[derive(Clone, Debug)]
pub(crate) struct Timings {
    pub(crate) instantiation: Outcome<Timing>,
    pub(crate) one_shot: Outcome<Timing>,
    pub(crate) reused: Outcome<Timing>,
}

/// A contender that is ready: linked once, and served twice.
struct Ready {
    linked: Linked,
    one_shot: Server,
    reused: Server,
}

/// Measures contenders, given as name and component; ratios are to the one with the index
/// `reference`.
///
/// # Errors
///
/// When the machine cannot serve at all. What a contender does wrong is in its own outcome.
pub(crate) fn run(
    contenders: &[(&str, &Path)],
    reference: Option<usize>,
    plan: Plan,
) -> Result<Vec<Timings>> {
    let engine = engine::serving()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut ready = Vec::new();
    for (name, component) in contenders {
        eprintln!("{name}: compiling");
        let prepared = engine::load(&engine, component)
            .and_then(|component| runtime.block_on(Ready::new(&component)));
        ready.push(prepared.map_err(|error| error.to_string()));
    }

    let names: Vec<_> = contenders.iter().map(|(name, _)| *name).collect();
    let mut instantiation = Turns::new("µs to instantiate", &names);
    let mut one_shot = Turns::new("requests a second, one-shot", &names);
    let mut reused = Turns::new("requests a second, reused", &names);
    let time = Duration::from_secs_f64(plan.seconds);
    for round in 0..plan.rounds {
        eprintln!("round {} of {}", round + 1, plan.rounds);
        let ready = |at: usize| ready[at].as_ref().map_err(|why| anyhow!("{why}"));
        instantiation.round(round, |at| instantiate(&runtime, &ready(at)?.linked, time / 4));
        one_shot.round(round, |at| load(&ready(at)?.one_shot, time));
        reused.round(round, |at| load(&ready(at)?.reused, time));
    }
    Ok((0..contenders.len())
        .map(|at| Timings {
            instantiation: instantiation.outcome(at, reference),
            one_shot: one_shot.outcome(at, reference),
            reused: reused.outcome(at, reference),
        })
        .collect())
}

impl Ready {
    async fn new(component: &wasmtime::component::Component) -> doorway_host::Result<Self> {
        let options = |reuse| Options {
            reuse,
            world: World::Std,
            memory: MEMORY,
            log: Log::off(),
            ..Options::default()
        };
        Ok(Self {
            linked: Linked::new(component, World::Std)?,
            one_shot: Server::start(component, options(1)).await?,
            reused: Server::start(component, options(REUSE)).await?,
        })
    }
}

/// The median of the microseconds that it takes to make a store and an instance. Dropping them is
/// not counted.
fn instantiate(runtime: &Runtime, linked: &Linked, time: Duration) -> Result<f64> {
    let make = async {
        let mut micros = Vec::new();
        let end = Instant::now() + time;
        while Instant::now() < end {
            let start = Instant::now();
            let instance = linked.instantiate(MEMORY).await?;
            micros.push(start.elapsed().as_secs_f64() * 1e6);
            drop(instance);
        }
        anyhow::Ok(micros)
    };
    let micros = runtime.block_on(make)?;
    let spread = Spread::of(&micros).ok_or_else(|| anyhow!("no instance within {time:?}"))?;
    Ok(spread.median)
}

fn load(server: &Server, time: Duration) -> Result<f64> {
    let load = Load {
        addr: server.addr(),
        path: "/hello",
        answer: b"Hello, world!",
        warm_up: time / 4,
        time,
    };
    load.run()
}
