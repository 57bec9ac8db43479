//! Figures that do not vary: sizes, fuel and memory.

use std::path::Path;

use anyhow::Result;
use doorway_host::contract::{CALLING_OUT, CONTRACT, Case, ROUTE_OF_MANY, runtime};
use doorway_host::engine;
use doorway_host::linker::World;
use doorway_host::measure::Measurement;
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::contenders::Components;
use crate::figures::{CaseFigure, Cost, Outcome};

/// Counts instructions.
pub(crate) struct Counter {
    engine: Engine,
    runtime: tokio::runtime::Runtime,
}

impl Counter {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { engine: engine::measuring()?, runtime: runtime()? })
    }

    /// The size of a contender, and what each case of the contract costs.
    pub(crate) fn contender(&self, components: &Components) -> Result<(u64, Vec<CaseFigure>)> {
        let (size, mut figures) =
            self.component(&components.app, CONTRACT.iter().chain(&CALLING_OUT))?;
        if let Some(many) = &components.many {
            figures.extend(self.component(many, [&ROUTE_OF_MANY])?.1);
        }
        Ok((size, figures))
    }

    fn component<'a>(
        &self,
        path: &Path,
        cases: impl IntoIterator<Item = &'a Case>,
    ) -> Result<(u64, Vec<CaseFigure>)> {
        let component = engine::load(&self.engine, path)?;
        let size = std::fs::metadata(path)?.len();
        let figures = cases.into_iter().map(|case| self.case(case, &component));
        Ok((size, figures.collect()))
    }

    fn case(&self, case: &Case, component: &Component) -> CaseFigure {
        let measure = |times| self.runtime.block_on(case.measure(component, World::Std, times));
        let (measured, why) = match measure(3) {
            Ok(measured) => (measured, String::new()),
            // The first one may be answered although a later one is not.
            Err(error) => (measure(1).unwrap_or_default(), error.to_string()),
        };
        let cost = |at: usize| match measured.get(at) {
            Some(measured) => Outcome::Measured(cost(measured)),
            None => Outcome::Failed(why.clone()),
        };
        CaseFigure { case: case.name.to_owned(), first: cost(0), second: cost(1), third: cost(2) }
    }
}

fn cost(measured: &Measurement) -> Cost {
    Cost { fuel: measured.fuel, peak_memory: measured.peak_memory as u64 }
}
