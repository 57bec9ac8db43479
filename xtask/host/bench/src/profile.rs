//! Where the fuel of a request goes, to the instruction: by function, and by what it is for.

pub(crate) mod command;
mod component;
mod function;
mod lines;
mod module;
mod picture;
mod sections;
mod stage;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use doorway_host::linker::World;
use doorway_host::measure::{measure_series, watch_series};
use doorway_host::{contract, engine};
use http::Request;
use http_body_util::Full;
use wasmtime::component::{Component, Instance};

use crate::report::thousands;
use lines::Lines;
use module::Module;
use stage::Stage;

/// One request of an instance, taken apart.
pub(crate) struct Profile {
    /// What wasmtime counted; the sum of the functions' fuel is the same.
    pub(crate) fuel: u64,
    /// The most expensive one first.
    pub(crate) functions: Vec<Row>,
    /// The host's functions that were called, and how often.
    pub(crate) host_calls: BTreeMap<String, u64>,
    /// The allocator's functions that were called, and how often.
    pub(crate) allocations: BTreeMap<String, u64>,
    /// What the fuel is for. Without lines in the component it is mostly for something else.
    pub(crate) stages: BTreeMap<Stage, u64>,
}

/// One function.
pub(crate) struct Row {
    pub(crate) name: String,
    /// Its own instructions, and the bytes that it copies.
    pub(crate) fuel: u64,
    pub(crate) copied: u64,
    pub(crate) calls: u64,
}

/// Sends a request so many times to one instance of a component, and takes the last one apart.
///
/// # Errors
///
/// When the component cannot be rewritten, does not answer as it does unchanged, or more or less was
/// counted than wasmtime counts.
pub(crate) fn profile(component: &[u8], request: &Request<Bytes>, nth: usize) -> Result<Profile> {
    ensure!(nth > 0, "the first request is number 1");
    let engine = engine::measuring()?;
    let unchanged = Component::new(&engine, component)?;
    let (rewritten, modules) = component::rewrite(component).context("it cannot be rewritten")?;
    let rewritten = Component::new(&engine, rewritten)?;
    let requests = || (0..nth).map(|_| request.clone().map(Full::new));

    let mut seen = Vec::new();
    let (before, after) = contract::runtime()?.block_on(async {
        let measured = measure_series(&unchanged, World::Std, requests()).await?;
        let again = watch_series(&rewritten, World::Std, requests(), async |store, instance| {
            seen.push(read(store, instance, &modules).await?);
            Ok(())
        });
        anyhow::Ok((measured, again.await?))
    })?;
    let (before, after) = before.last().zip(after.last()).context("no request was made")?;
    ensure!(
        before.status == after.status && before.body == after.body,
        "the rewritten component answers otherwise"
    );
    let [.., from, to] = &seen[..] else { anyhow::bail!("nothing was counted") };
    let counts: Vec<Vec<u64>> = to
        .iter()
        .zip(from)
        .map(|(to, from)| to.iter().zip(from).map(|(to, from)| to - from).collect())
        .collect();

    let profile = taken_apart(&modules, &counts, before.fuel);
    let counted: u64 = profile.functions.iter().map(|row| row.fuel).sum();
    ensure!(
        counted == before.fuel,
        "counted {counted}, where wasmtime counts {}: it knows an instruction that this does not",
        before.fuel
    );
    Ok(profile)
}

/// All counters of all modules.
async fn read<T: Send>(
    store: &mut wasmtime::Store<T>,
    instance: &Instance,
    modules: &[Module],
) -> wasmtime::Result<Vec<Vec<u64>>> {
    let mut all = Vec::new();
    for module in modules {
        let getter = instance.get_typed_func::<(u32,), (u64,)>(&mut *store, &module.getter)?;
        let mut counts = Vec::new();
        for counter in 0..module.counters {
            counts.push(getter.call_async(&mut *store, (counter * function::COUNTER,)).await?.0);
        }
        all.push(counts);
    }
    Ok(all)
}

fn taken_apart(modules: &[Module], counts: &[Vec<u64>], fuel: u64) -> Profile {
    let mut profile = Profile {
        fuel,
        functions: Vec::new(),
        host_calls: BTreeMap::new(),
        allocations: BTreeMap::new(),
        stages: BTreeMap::new(),
    };
    for (number, (module, counts)) in modules.iter().zip(counts).enumerate() {
        let count = |counter: u32| counts.get(counter as usize).copied().unwrap_or(0);
        // The first is the program; the others carry its calls over to the host.
        let is_program = number == 0;
        let lines = Lines::new(&module.custom);
        for function in &module.functions {
            let calls = count(function.entered);
            let mut row = Row { name: function.name.clone(), fuel: calls, copied: 0, calls };
            let mut spend = |operator: Option<u32>, fuel: u64| {
                let frames = operator.map_or_else(Vec::new, |operator| lines.frames(operator));
                let stage = stage::of(is_program, &function.name, &frames);
                *profile.stages.entry(stage).or_default() += fuel;
            };
            let first = function.blocks.first().and_then(|block| block.operators.first());
            if calls > 0 {
                spend(first.copied(), calls);
            }
            for block in &function.blocks {
                let ran = count(block.ran);
                if ran == 0 {
                    continue;
                }
                row.fuel += ran * block.operators.len() as u64;
                block.operators.iter().for_each(|operator| spend(Some(*operator), ran));
                for callee in &block.calls {
                    let Some(name) = module.names.get(*callee as usize) else { continue };
                    if is_program && (*callee as usize) < module.imported {
                        *profile.host_calls.entry(name.clone()).or_default() += ran;
                    } else if stage::ALLOCATING.contains(&name.as_str()) {
                        *profile.allocations.entry(name.clone()).or_default() += ran;
                    }
                }
            }
            for copies in &function.copies {
                let bytes = count(copies.bytes);
                row.copied += bytes;
                if bytes > 0 {
                    spend(Some(copies.operator), bytes);
                }
            }
            row.fuel += row.copied;
            if row.fuel > 0 {
                profile.functions.push(row);
            }
        }
    }
    profile.functions.sort_by(|a, b| b.fuel.cmp(&a.fuel).then_with(|| a.name.cmp(&b.name)));
    profile
}

impl Profile {
    /// As tables, with so many functions.
    pub(crate) fn table(&self, rows: usize) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| {
            writeln!(
                f,
                "{} fuel\n\n{:>12} {:>6} {:>9} {:>8}  function",
                thousands(self.fuel),
                "fuel",
                "share",
                "copied",
                "calls"
            )?;
            for Row { name, fuel, copied, calls } in self.functions.iter().take(rows) {
                let share = *fuel as f64 * 100.0 / self.fuel.max(1) as f64;
                writeln!(f, "{fuel:>12} {share:>5.1}% {copied:>9} {calls:>8}  {name}")?;
            }
            let rest = self.functions.iter().skip(rows).map(|row| row.fuel);
            if self.functions.len() > rows {
                writeln!(f, "{:>12}  in {} more", rest.sum::<u64>(), self.functions.len() - rows)?;
            }
            for (what, calls) in
                [("host calls", &self.host_calls), ("allocator", &self.allocations)]
            {
                writeln!(f, "\n{:>12}  {what}", calls.values().sum::<u64>())?;
                calls.iter().try_for_each(|(name, calls)| writeln!(f, "{calls:>12}  {name}"))?;
            }
            Ok(())
        })
    }
}
