//! The gain of a warm start: apps that prepare something, cold and warm, beside libraries that have no such thing.

mod apps;
mod measure;

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::figures::{Outcome, Plan, Spread};
use crate::machine::Processors;
pub(crate) use apps::App;

/// Everything that one run has measured.
pub(crate) struct Warm {
    pub(crate) plan: Plan,
    /// The part of the processors' time that other programs had during the rounds.
    pub(crate) others: Option<f64>,
    /// The components, those of one app together.
    pub(crate) served: Vec<Served>,
}

/// One component of an app.
pub(crate) struct Served {
    pub(crate) app: &'static App,
    /// The library, its WASI, and whether it is warm.
    pub(crate) title: String,
    pub(crate) figures: Outcome<Figures>,
}

pub(crate) struct Figures {
    /// The component's size in bytes.
    pub(crate) size: u64,
    /// The fuel of an instance's first request.
    pub(crate) fuel: u64,
    /// Page faults for each request; `None` where the system does not tell them.
    pub(crate) faults: Option<Spread>,
    /// Requests a second, with an instance for each.
    pub(crate) per_second: Spread,
    /// The same as a multiple of doorway's, cold, on that WASI in the same round.
    pub(crate) of_cold: Option<Spread>,
}

/// Builds all components, doorway's by its command in that file, and measures them.
///
/// # Errors
///
/// When the machine cannot serve at all. What one component does wrong is in its own outcome.
pub(crate) fn run(command: &Path, plan: Plan) -> Result<Warm> {
    let components = apps::build(command);
    let costs = measure::costs(&components)?;
    let before = Processors::now();
    let speeds = measure::rounds(&components, plan)?;
    let others = Processors::now().zip(before).map(|(now, then)| now.of_others_since(&then));
    let all = components.into_iter().zip(costs).zip(speeds);
    let served = all.map(|((component, cost), speed)| {
        let figures = cost.and_then(|(size, fuel)| {
            let measure::Speed { timing, faults } = speed;
            let timing = match timing {
                Outcome::Measured(timing) => timing,
                Outcome::Failed(why) => return Err(anyhow!(why)),
            };
            Ok(Figures { size, fuel, faults, per_second: timing.value, of_cold: timing.ratio })
        });
        let figures = match figures {
            Ok(figures) => Outcome::Measured(figures),
            Err(why) => Outcome::Failed(format!("{why:#}")),
        };
        Served { app: component.app, title: component.title, figures }
    });
    Ok(Warm { plan, others, served: served.collect() })
}
