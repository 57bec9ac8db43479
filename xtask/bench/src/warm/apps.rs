//! The apps, and their components.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::cargo;
use crate::contenders::DOORWAY;
use crate::figures::title;

/// An app, by its preparations.
pub(crate) struct App {
    /// In the report.
    pub(crate) name: &'static str,
    /// The feature of the crates.
    feature: &'static str,
    /// Whether the other libraries have it.
    of_peers: bool,
}

static APPS: [App; 5] = [
    App { name: "hello", feature: HELLO, of_peers: true },
    App { name: "the contract app", feature: "contract", of_peers: false },
    App { name: "1 MB of JSON", feature: "json", of_peers: true },
    App { name: "50 regular expressions", feature: "regex", of_peers: true },
    App { name: "1,000 routes", feature: "routes", of_peers: true },
];

/// The feature of the app that prepares nothing.
const HELLO: &str = "growth";

/// The crate of doorway's apps.
const CRATE: &str = "doorway-growth";

/// The other libraries with a router, and their WASI.
const PEERS: [(&str, &str); 2] = [("wstd-axum", "0.2"), ("spin-axum", "0.3")];

/// One that is measured.
pub(super) struct Component {
    pub(super) app: &'static App,
    pub(super) title: String,
    /// The index of the one that it is compared with: doorway's, cold, on the same WASI.
    pub(super) reference: usize,
    pub(super) built: Result<PathBuf>,
}

/// Builds all of them by the command `doorway`, the other libraries' by cargo. Those of one app stand together.
pub(super) fn build(command: &Path) -> Vec<Component> {
    let mut all = Vec::new();
    for app in &APPS {
        for wasi in ["0.2", "0.3"] {
            let reference = all.len();
            let mut add = |title: String, built: Result<PathBuf>| {
                if let Err(error) = &built {
                    eprintln!("{}: {title} is left out: {error:#}", app.name);
                }
                all.push(Component { app, title, reference, built });
            };
            for (start, warm) in [("cold", false), ("warm", true)] {
                let title = format!("{}, {start}", title(DOORWAY, wasi));
                add(title, doorway(command, app, wasi, warm));
            }
            let of_this = PEERS.iter().filter(|(_, on)| app.of_peers && *on == wasi);
            for (name, _) in of_this {
                add(title(name, wasi), peer(app, name));
            }
        }
    }
    all
}

fn doorway(command: &Path, app: &App, wasi: &str, warm: bool) -> Result<PathBuf> {
    let target = cargo::target().join("bench").join(CRATE);
    let mut build = Command::new(command);
    build.arg("build").arg(cargo::folder(CRATE)).args(["--wasi", wasi, "-F", app.feature]);
    build.args(warm.then_some("--warm")).env("CARGO_TARGET_DIR", &target).stdout(Stdio::null());
    let status = build.status().with_context(|| format!("cannot start {}", command.display()))?;
    ensure!(status.success(), "`doorway build` failed ({status}): it has said why");
    let suffix = if wasi == "0.2" { "wasm" } else { "p3.wasm" };
    let start = if warm { "warm" } else { "cold" };
    let built = target.join(format!("components/{CRATE}.{suffix}"));
    keep(&built, &format!("{DOORWAY}-{}-{start}-{wasi}", app.feature))
}

fn peer(app: &App, name: &str) -> Result<PathBuf> {
    eprintln!("building {name} with {} …", app.name);
    let target = cargo::target().join("bench").join(name);
    cargo::build(name, &target, &["--example", "growth", "--features", app.feature])?;
    let built = target.join(cargo::TARGET).join("release/examples/growth.wasm");
    keep(&built, &format!("{name}-{}", app.feature))
}

/// Copies what the next build replaces.
fn keep(built: &Path, name: &str) -> Result<PathBuf> {
    let folder = cargo::target().join("bench/growth");
    let kept = folder.join(format!("{name}.wasm"));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::copy(built, &kept))
        .with_context(|| format!("cannot copy {} to {}", built.display(), kept.display()))?;
    Ok(kept)
}
