//! `cargo xtask check`: what has to hold before a commit, apart from the tests.

use std::process::Command;

use anyhow::{Result, bail};

use crate::bench::PROGRAM as BENCH;
use crate::bindgen;
use crate::build::{ECOSYSTEM, TARGET};
use crate::command::{self, cargo};
use crate::component::{self, GUESTS};
use crate::docs_rs;
use crate::package;
use crate::public_api::{self, PublicApi};
use crate::publish_check;
use crate::rules;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// Runs all checks, even after one that failed; the error lists the failed ones, with the command
/// that fixes each.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut failures = Vec::new();
    let mut check = |name: &str, mend: &str, result: Result<()>| {
        if let Err(error) = result {
            failures.push(format!("{name}: {error:#}\n    {mend}"));
        }
    };

    // The quick ones first.
    started("file rules");
    check("file rules", "each line above says what to do", file_rules(workspace));
    started("formatting");
    let fmt = cargo(workspace, ["fmt", "--all", "--check"]);
    check("formatting", "`cargo fmt --all` mends it", run_command(fmt));
    let manifest = format!("{ECOSYSTEM}/Cargo.toml");
    let fmt = cargo(workspace, ["fmt", "--check", "--manifest-path", &manifest]);
    check("formatting", "`cargo fmt` in that folder mends it", run_command(fmt));
    started("bindings");
    check("bindings", "then read what it changed (`git diff`)", bindgen::run(workspace, true));

    let clippy_mends = "`cargo clippy --fix --allow-dirty` with the same options mends some of it";
    started("clippy");
    let all = ["clippy", "--workspace", "--exclude", BENCH, "--all-targets"];
    let clippy = with_denied_warnings(cargo(workspace, all));
    check("clippy", clippy_mends, run_command(clippy));
    started(&format!("clippy for {TARGET}"));
    check("clippy for wasm", clippy_mends, wasm_clippy(workspace));

    started("features");
    check("features", "`cargo clippy -p doorway` with the options above", features(workspace));

    started("rustdoc");
    let mut doc =
        cargo(workspace, ["doc", "--workspace", "--exclude", BENCH, "--no-deps", "--all-features"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    check(
        "rustdoc",
        "the lines above say where; `cargo doc --no-deps` shows them again",
        run_command(doc),
    );
    started("the SDK's docs, as docs.rs builds them");
    check("the SDK's docs", "each line above says what to do", docs_rs::check(workspace));

    started("dependencies");
    check(
        "dependencies",
        "take another crate or version, or add an exception to deny.toml with its reason",
        publish_check::dependencies(workspace),
    );
    started("public API");
    let options = PublicApi { check: true };
    check("public API", "the lines above say how", public_api::run(workspace, &options));
    started("packages");
    check(
        "packages",
        "a package has the files of `include` in its folder: add what is missing, or a link to it",
        package::sdk(workspace),
    );

    if !failures.is_empty() {
        bail!("{} of the checks failed:\n\n{}", failures.len(), failures.join("\n\n"));
    }
    println!("all checks passed");
    Ok(())
}

fn started(name: &str) {
    eprintln!("== {name}");
}

fn run_command(mut command: Command) -> Result<()> {
    command::run(&mut command)
}

/// The SDK, the examples and the test guests as they are built for components.
fn wasm_clippy(workspace: &Workspace) -> Result<()> {
    toolchain::ensure_target(workspace, TARGET)?;
    let mut libraries = cargo(workspace, ["clippy", "--target", TARGET, "--package", "doorway"]);
    let (of_both, in_front): (Vec<_>, Vec<_>) =
        component::examples(workspace)?.into_iter().partition(|example| example.is_for(Wasi::P2));
    for example in &of_both {
        libraries.args(["--package", &example.name]);
    }
    run_command(with_denied_warnings(libraries))?;
    for example in &in_front {
        // By itself: with it all others would be of WASI 0.3.
        let package = ["clippy", "--target", TARGET, "--package", &example.name];
        run_command(with_denied_warnings(cargo(workspace, package)))?;
    }
    for package in GUESTS {
        let guests =
            cargo(workspace, ["clippy", "--target", TARGET, "--package", package, "--examples"]);
        run_command(with_denied_warnings(guests))?;
    }
    Ok(())
}

/// The SDK with no feature, with each one alone and with all, natively and for components.
fn features(workspace: &Workspace) -> Result<()> {
    for feature in workspace.features("doorway")? {
        sdk_clippy(workspace, &["--no-default-features", "--features", &feature])?;
    }
    for choice in ["--no-default-features", "--all-features"] {
        sdk_clippy(workspace, &[choice])?;
        // With all of them it is WASI 0.3.
        sdk_clippy(workspace, &[choice, "--target", TARGET])?;
    }
    let mut of_p2 = workspace.features("doorway")?;
    of_p2.retain(|feature| feature != "p3");
    sdk_clippy(workspace, &["--features", &of_p2.join(","), "--target", TARGET])?;
    sdk_clippy(workspace, &["--no-default-features", "--features", "p3", "--target", TARGET])?;
    Ok(())
}

fn sdk_clippy(workspace: &Workspace, options: &[&str]) -> Result<()> {
    let mut clippy = cargo(workspace, ["clippy", "--quiet", "--package", "doorway"]);
    clippy.args(options);
    run_command(with_denied_warnings(clippy))
}

fn with_denied_warnings(mut clippy: Command) -> Command {
    clippy.args(["--", "-D", "warnings"]);
    clippy
}

fn file_rules(workspace: &Workspace) -> Result<()> {
    let findings = rules::findings(workspace.root())?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        count => bail!("{count} places break a rule"),
    }
}
