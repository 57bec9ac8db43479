//! Measurements of time: all contenders take turns, so that a slow phase of the machine affects all
//! of them.

pub(crate) mod turns;

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use doorway_host::linker::World;
use doorway_host::{Linked, Log, Options, Server, engine};
use std::path::Path;
use tokio::runtime::Runtime;

use crate::figures::{Outcome, Plan, Served, Spread, Timing};
use crate::load::Load;
use turns::Turns;

/// How many requests an instance handles in the measurement with reuse.
pub(crate) const REUSE: usize = 1000;

/// How many one handles that `wasmtime serve` makes for WASI 0.3 by default; of these
/// [`doorway_host`] has it handle sixteen at a time, as that does.
pub(crate) const SERVED: usize = 128;

/// How much memory an instance may have, in bytes.
pub(crate) const MEMORY: usize = 1 << 30;

/// One that takes part.
pub(crate) struct Racer<'a> {
    pub(crate) title: String,
    pub(crate) component: &'a Path,
    pub(crate) is_p3: bool,
    /// The index of the one that it is compared with.
    pub(crate) reference: Option<usize>,
}

/// The measurements of one contender.
#[derive(Clone, Debug)]
pub(crate) struct Timings {
    pub(crate) instantiation: Outcome<Timing>,
    pub(crate) one_shot: Outcome<Timing>,
    pub(crate) reused: Outcome<Timing>,
    pub(crate) served: Option<Outcome<Served>>,
}

/// A contender that is ready: linked once, and served in each way.
struct Ready {
    linked: Linked,
    one_shot: Server,
    reused: Server,
    served: Option<Server>,
}

/// Measures contenders. What is served on WASI 0.3 is compared with the one-shot figure of the one
/// with the index `one_shot_of`, too.
///
/// # Errors
///
/// When the machine cannot serve at all. What a contender does wrong is in its own outcome.
pub(crate) fn run(
    contenders: &[Racer<'_>],
    one_shot_of: Option<usize>,
    plan: Plan,
) -> Result<Vec<Timings>> {
    let engine = engine::serving()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut ready = Vec::new();
    for Racer { title, component, is_p3, .. } in contenders {
        eprintln!("{title}: compiling");
        let prepared = engine::load(&engine, component)
            .and_then(|component| runtime.block_on(Ready::new(&component, *is_p3)));
        ready.push(prepared.map_err(|error| error.to_string()));
    }

    let names: Vec<_> = contenders.iter().map(|contender| contender.title.as_str()).collect();
    let on_p3: Vec<usize> = (0..contenders.len()).filter(|at| contenders[*at].is_p3).collect();
    let names_on_p3: Vec<_> = on_p3.iter().map(|at| names[*at]).collect();
    let mut instantiation = Turns::new("µs to instantiate", &names);
    let mut one_shot = Turns::new("requests a second, one-shot", &names);
    let mut reused = Turns::new("requests a second, reused", &names);
    let mut served = Turns::new("requests a second, as wasmtime serve", &names_on_p3);
    let time = Duration::from_secs_f64(plan.seconds);
    for round in 0..plan.rounds {
        eprintln!("round {} of {}", round + 1, plan.rounds);
        let ready = |at: usize| ready[at].as_ref().map_err(|why| anyhow!("{why}"));
        instantiation.round(round, |at| instantiate(&runtime, &ready(at)?.linked, time / 4));
        one_shot.round(round, |at| load(&ready(at)?.one_shot, time));
        reused.round(round, |at| load(&ready(at)?.reused, time));
        served.round(round, |at| {
            let server = ready(on_p3[at])?.served.as_ref();
            load(server.ok_or_else(|| anyhow!("it is not of WASI 0.3"))?, time)
        });
    }
    let served_of = |contender: usize| on_p3.iter().position(|at| *at == contender);
    let timings = contenders.iter().enumerate().map(|(at, Racer { reference, .. })| Timings {
        instantiation: instantiation.outcome(at, *reference),
        one_shot: one_shot.outcome(at, *reference),
        reused: reused.outcome(at, *reference),
        served: served_of(at).map(|of_these| {
            let of_one_shot =
                one_shot_of.and_then(|one_shot_of| served.ratio(of_these, &one_shot, one_shot_of));
            match served.outcome(of_these, reference.and_then(served_of)) {
                Outcome::Measured(timing) => Outcome::Measured(Served { timing, of_one_shot }),
                Outcome::Failed(why) => Outcome::Failed(why),
            }
        }),
    });
    Ok(timings.collect())
}

impl Ready {
    async fn new(
        component: &wasmtime::component::Component,
        is_p3: bool,
    ) -> doorway_host::Result<Self> {
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
            served: match is_p3 {
                true => Some(Server::start(component, options(SERVED)).await?),
                false => None,
            },
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
    Ok(Load::hello(server.addr(), time).run()?.per_second)
}
