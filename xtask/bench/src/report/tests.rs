//! The report of a run that never was.

use super::markdown;
use crate::figures::{
    Build, CaseFigure, Contender, Cost, Figures, Machine, Outcome, Plan, Run, Served, Spread,
    Timing, UserBuild, Versions,
};

fn cost(fuel: u64) -> Outcome<Cost> {
    Outcome::Measured(Cost { fuel, peak_memory: 1_114_112 })
}

fn case(name: &str, fuel: u64) -> CaseFigure {
    CaseFigure {
        case: name.to_owned(),
        first: cost(fuel),
        second: cost(fuel - 1000),
        third: cost(fuel - 1001),
    }
}

fn spread(median: f64) -> Spread {
    Spread { median, low: median * 0.9, high: median * 1.1, runs: 5 }
}

fn timing(value: f64, ratio: f64) -> Outcome<Timing> {
    Outcome::Measured(Timing { value: spread(value), ratio: Some(spread(ratio)) })
}

fn contender(name: &str, hello: u64, ratio: f64) -> Contender {
    let figures = Figures {
        size: 150_000,
        cases: vec![
            case("hello", hello),
            case("hello, 12 browser headers", hello),
            case("echo 4 MiB", hello + 700),
            case("proxy", hello * 2),
        ],
        instantiation: timing(20.5, 1.0),
        one_shot: timing(9000.0 * ratio, ratio),
        reused: Outcome::Failed("the server stopped\nin round 2".to_owned()),
        served: None,
    };
    Contender {
        name: name.to_owned(),
        library: format!("{name} 1.2.3"),
        wasi: "0.2".to_owned(),
        outcome: Outcome::Measured(figures),
    }
}

/// The same of WASI 0.3.
fn on_p3(name: &str, hello: u64, ratio: f64) -> Contender {
    let mut contender = contender(name, hello, ratio);
    contender.wasi = "0.3".to_owned();
    if let Outcome::Measured(figures) = &mut contender.outcome {
        let Outcome::Measured(timing) = timing(25_000.0 * ratio, ratio) else { return contender };
        let of_one_shot = Some(spread(3.0 * ratio));
        figures.served = Some(Outcome::Measured(Served { timing, of_one_shot }));
    }
    contender
}

/// Figures that were never measured.
pub(crate) fn made_up() -> Run {
    let failed = Contender {
        outcome: Outcome::Failed("error[E0433]: no `x`\n  in main.rs".to_owned()),
        ..contender("peer", 2000, 1.0)
    };
    let build = |name: &str, crates, seconds| UserBuild {
        name: name.to_owned(),
        outcome: Outcome::Measured(Build {
            crates,
            seconds: spread(seconds),
            ratio: Some(spread(seconds / 6.6)),
        }),
    };
    Run {
        machine: Machine {
            cpu: "a processor".to_owned(),
            cores: 2,
            memory: 8 << 30,
            os: "a system".to_owned(),
        },
        versions: Versions {
            rustc: "rustc 1.95.0".to_owned(),
            wasmtime: "48.0.8".to_owned(),
            doorway: "0.1.0".to_owned(),
        },
        plan: Plan { rounds: 5, seconds: 0.5 },
        contenders: vec![contender("doorway", 3400, 0.98), contender("by hand", 2098, 1.0), failed],
        builds: vec![
            build("doorway", 20, 9.0),
            build("by hand", 17, 6.6),
            UserBuild { name: "peer".to_owned(), outcome: Outcome::Failed("no".to_owned()) },
        ],
    }
}

fn line<'a>(report: &'a str, start: &str) -> &'a str {
    let found = report.lines().find(|line| line.starts_with(start));
    found.unwrap_or_else(|| panic!("no line starts with {start:?}:\n{report}"))
}

#[test]
fn fuel_stands_beside_by_hands() {
    let report = markdown(&made_up(), "");
    assert_eq!(line(&report, "| hello |"), "| hello | 3,400 | 2,098 | failed | 1.62 |");
}

#[test]
fn what_failed_is_said_in_each_table_and_told_why() {
    let report = markdown(&made_up(), "");
    assert_eq!(
        line(&report, "| peer |"),
        "| peer | failed | failed | failed | failed | failed | failed | failed |"
    );
    assert!(report.contains(r"- peer: error\[E0433]: no \`x\` / in main.rs"), "{report}");
    assert!(report.contains("- doorway, reused: the server stopped / in round 2"), "{report}");
    assert!(report.contains("- peer, clean build: no"), "{report}");
    assert!(line(&report, "| doorway: reused").ends_with("not measured | **no** |"));
}

#[test]
fn without_failures_there_is_no_list_of_them() {
    let mut run = made_up();
    run.contenders.truncate(2);
    run.builds.truncate(2);
    for contender in &mut run.contenders {
        let Outcome::Measured(figures) = &mut contender.outcome else { continue };
        figures.reused = timing(30_000.0, 0.95);
    }
    let report = markdown(&run, "");
    assert!(!report.contains("failed") && !report.contains("**no** |\n| clean"), "{report}");
    assert!(line(&report, "| doorway: reused").ends_with("| yes |"));
}

#[test]
fn ratios_have_their_spread() {
    let report = markdown(&made_up(), "");
    assert!(line(&report, "| doorway: one-shot").ends_with("| 0.98 (0.88–1.08) | yes |"));
    assert!(line(&report, "| clean build").ends_with("| ≤ 1.40 | 1.36 (1.23–1.50) | yes |"));
    assert!(line(&report, "| crates of").ends_with("| ≤ 25 | 20 | yes |"));
}

#[test]
fn notes_stand_in_it_as_they_are() {
    let report = markdown(&made_up(), "\nThe floor *is* the host's.\n\n");
    assert!(report.contains("and why\n\nThe floor *is* the host's.\n\n## "), "{report}");
}

#[test]
fn a_report_is_one_document() {
    let report = markdown(&made_up(), "");
    assert!(report.starts_with("# Benchmarks\n"));
    assert!(report.ends_with('\n') && !report.ends_with("\n\n"));
    assert!(!report.contains("\n\n\n"), "{report}");
}

#[test]
fn what_is_of_one_wasi_stands_together_and_is_compared_with_by_hand_on_that() {
    let mut run = made_up();
    run.contenders.extend([on_p3("doorway", 14_000, 0.9), on_p3("by hand", 10_000, 1.0)]);
    let report = markdown(&run, "");
    let (p2, p3) = report.split_once("### On WASI 0.3").unwrap();
    assert_eq!(line(p2, "| hello |"), "| hello | 3,400 | 2,098 | failed | 1.62 |");
    let header = "| case | doorway (0.3) | by hand (0.3) | doorway of by hand |";
    assert_eq!(line(p3, "| case |"), header);
    assert_eq!(line(p3, "| hello |"), "| hello | 14,000 | 10,000 | 1.40 |");
    let served = "| doorway (0.3) | 22,500 (20,250–24,750) | 0.90 (0.81–0.99) | 2.70 (2.43–2.97) |";
    assert!(p3.contains(served), "{p3}");
    assert!(line(p3, "| doorway (0.3): served, of by hand").ends_with("| **no** |"));
}
