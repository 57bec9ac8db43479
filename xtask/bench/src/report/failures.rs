//! Failures, with their reasons.

use super::format::one_line;
use crate::figures::Run;

/// Everything that was to be measured and was not.
pub(super) fn markdown(run: &Run) -> String {
    let mut failed = Vec::new();
    let mut note = |what: String, why: Option<&str>| {
        failed.extend(why.map(|why| format!("- {what}: {}", one_line(why))));
    };
    for contender in &run.contenders {
        note(contender.title(), contender.outcome.failure());
        let Some(figures) = contender.outcome.measured() else { continue };
        for case in &figures.cases {
            // The failure of one request ended those after it.
            let mut told = None;
            for (which, outcome) in [
                ("", &case.first),
                (", second request", &case.second),
                (", third request", &case.third),
            ] {
                let why = outcome.failure().filter(|why| told != Some(*why));
                note(format!("{}, {}{which}", contender.title(), case.case), why);
                told = why.or(told);
            }
        }
        for (what, timing) in [
            ("making an instance", &figures.instantiation),
            ("one-shot", &figures.one_shot),
            ("reused", &figures.reused),
        ] {
            note(format!("{}, {what}", contender.title()), timing.failure());
        }
        let served = figures.served.as_ref().and_then(|served| served.failure());
        note(format!("{}, served", contender.title()), served);
    }
    for build in &run.builds {
        note(format!("{}, clean build", build.name), build.outcome.failure());
    }
    match failed.is_empty() {
        true => String::new(),
        false => format!("## What failed\n\n{}", failed.join("\n")),
    }
}
