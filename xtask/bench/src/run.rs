//! One run: everything is measured, and what fails says so in its place.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::contenders::{BY_HAND, Contender, DOORWAY};
use crate::costs::Counter;
use crate::figures::is_doorway;
use crate::figures::{self, CaseFigure, Figures, Outcome, Plan, Run, UserBuild, title};
use crate::machine;
use crate::rounds::{self, Racer};

/// Measures all contenders.
///
/// # Errors
///
/// When nothing can be measured on this machine.
pub(crate) fn run(given: &[Contender], builds: Vec<UserBuild>, plan: Plan) -> Result<Run> {
    let counter = Counter::new()?;
    let counted: Vec<_> = given.iter().map(|contender| count(&counter, contender)).collect();

    // Those with a component that can be compiled.
    let racing: Vec<_> = given
        .iter()
        .zip(&counted)
        .filter(|(_, counted)| counted.measured().is_some())
        .filter_map(|(contender, _)| Some((contender, &*contender.built.as_ref().ok()?.app)))
        .collect();
    let place = |name: &str, wasi: &str| {
        racing.iter().position(|(other, _)| other.name == name && other.wasi == wasi)
    };
    let racers: Vec<_> = racing
        .iter()
        .map(|(contender, component)| Racer {
            title: title(contender.name, contender.wasi),
            component,
            is_p3: contender.wasi == "0.3",
            reference: place(BY_HAND, contender.wasi),
        })
        .collect();
    let mut timings = rounds::run(&racers, place(DOORWAY, "0.2"), plan)?.into_iter();

    let contenders = given.iter().zip(counted).map(|(contender, counted)| {
        let outcome = match counted {
            Outcome::Failed(why) => Outcome::Failed(why),
            Outcome::Measured((size, cases)) => match timings.next() {
                Some(rounds::Timings { instantiation, one_shot, reused, served }) => {
                    Outcome::Measured(Figures {
                        size,
                        cases,
                        instantiation,
                        one_shot,
                        reused,
                        served,
                    })
                }
                None => Outcome::Failed("it was not served".to_owned()),
            },
        };
        figures::Contender {
            name: contender.name.to_owned(),
            library: contender.library.clone(),
            wasi: contender.wasi.to_owned(),
            outcome,
        }
    });
    Ok(Run {
        machine: machine::machine(),
        versions: machine::versions()?,
        plan,
        contenders: contenders.collect(),
        builds,
    })
}

type Counted = (u64, Vec<CaseFigure>);

fn count(counter: &Counter, contender: &Contender) -> Outcome<Counted> {
    let title = title(contender.name, contender.wasi);
    let counted = match &contender.built {
        Ok(components) => {
            eprintln!("{title}: counting");
            counter.contender(components).map_err(|error| format!("{error:#}"))
        }
        Err(error) => Err(format!("{error:#}")),
    };
    match counted {
        Ok(counted) => {
            tell(&title, &counted.1);
            Outcome::Measured(counted)
        }
        Err(why) => {
            eprintln!("{title}: failed: {why}");
            Outcome::Failed(why)
        }
    }
}

/// Failures are printed at once.
fn tell(name: &str, cases: &[CaseFigure]) {
    for case in cases {
        let requests = [("first", &case.first), ("second", &case.second), ("third", &case.third)];
        let failed = requests.iter().find_map(|(which, cost)| Some((which, cost.failure()?)));
        if let Some((which, why)) = failed {
            eprintln!("{name}: failed: {}, {which} request: {why}", case.case);
        }
    }
}

impl Run {
    /// Whether there is something to compare: peers may fail, and the report says so.
    ///
    /// # Errors
    ///
    /// When doorway or by hand could not be measured at all.
    pub(crate) fn is_comparable(&self) -> Result<()> {
        let needed = |each: &&figures::Contender| is_doorway(each) || each.name == BY_HAND;
        for contender in self.contenders.iter().filter(needed) {
            if let Some(why) = contender.outcome.failure() {
                bail!("{} was not measured, and so there is no report: {why}", contender.title());
            }
        }
        Ok(())
    }

    /// Writes the figures as JSON.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let cannot = || format!("cannot write {}", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(cannot)?;
        }
        std::fs::write(path, serde_json::to_string_pretty(self)?).with_context(cannot)?;
        eprintln!("the figures are in {}", path.display());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::figures::Outcome;
    use crate::report::tests::made_up;

    #[test]
    fn a_peer_may_fail_and_doorway_may_not() {
        let mut run = made_up();
        assert!(run.contenders.iter().any(|each| each.outcome.failure().is_some()));
        run.is_comparable().unwrap();
        run.contenders[0].outcome = Outcome::Failed("it has no handler".to_owned());
        let error = run.is_comparable().unwrap_err().to_string();
        assert_eq!(error, "doorway was not measured, and so there is no report: it has no handler");
    }
}
