//! `cargo xtask publish-check`: the checks before a release that take too long for each commit.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use doorway_cli::new::TEMPLATES;

use crate::build::TARGET;
use crate::cargo_tool::{DENY, HACK};
use crate::command;
use crate::package;
use crate::toolchain;
use crate::workspace::Workspace;

const SDK: &str = "doorway";

/// Features whose code mentions no other feature: one for all pairs.
const ALONE: &str =
    "anyhow,async-read-body,charset,erased-json,headers,idna,log,macros,protobuf,warm";

/// Features that change nothing natively, apart from their names.
const OF_COMPONENTS: &str = "default,env,fs,p3";

#[derive(Args)]
pub(crate) struct PublishCheck {
    /// Only these
    checks: Vec<Check>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Check {
    /// The dependencies' licences, versions and sources, by cargo-deny
    Dependencies,
    /// The published crates from their packages alone
    Packages,
    /// The SDK with each pair of features, by cargo-hack
    Features,
    /// The SDK and the templates with the oldest Rust that the SDK's manifest allows
    RustVersion,
}

impl Check {
    fn run(self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Dependencies => dependencies(workspace),
            Self::Packages => package::run(workspace),
            Self::Features => features(workspace),
            Self::RustVersion => rust_version(workspace),
        }
    }
}

/// Runs all checks, even after one that failed.
pub(crate) fn run(workspace: &Workspace, options: &PublishCheck) -> Result<()> {
    let mut failures = Vec::new();
    let checks = Check::value_variants().iter().copied();
    for check in checks.filter(|it| options.checks.is_empty() || options.checks.contains(it)) {
        let name =
            check.to_possible_value().map_or_else(String::new, |it| it.get_name().to_owned());
        eprintln!("== {name}");
        if let Err(error) = check.run(workspace) {
            failures.push(format!("{name}: {error:#}"));
        }
    }
    if !failures.is_empty() {
        bail!("{} of the checks failed:\n\n{}", failures.len(), failures.join("\n\n"));
    }
    println!("all checks passed");
    Ok(())
}

/// By `deny.toml`, without a network. Advisories take one: `cargo deny check advisories`.
pub(crate) fn dependencies(workspace: &Workspace) -> Result<()> {
    let mut all = DENY.command(workspace)?;
    all.args(["--offline", "--all-features", "check", "licenses", "sources"]);
    command::run(&mut all)?;
    // Only users of the published crates pay for a crate that is there twice.
    let mut published = DENY.command(workspace)?;
    published.args(["--offline", "--all-features", "--exclude-unpublished", "--exclude-dev"]);
    command::run(published.args(["check", "bans"]))
}

/// Natively each feature with each other. For components each one alone and beside those that change what is linked.
fn features(workspace: &Workspace) -> Result<()> {
    feature_lints(workspace, &["--depth", "2", "--exclude-features", OF_COMPONENTS])?;
    toolchain::ensure_target(workspace, TARGET)?;
    for beside in ["", "p3", "env,fs"] {
        let each = ["--depth", "1", "--exclude-features", "default", "--features", beside];
        feature_lints(workspace, &[&each[..], &["--target", TARGET]].concat())?;
    }
    Ok(())
}

fn feature_lints(workspace: &Workspace, options: &[&str]) -> Result<()> {
    let mut hack = HACK.command(workspace)?;
    hack.args(["clippy", "--quiet", "--package", SDK, "--feature-powerset"]);
    hack.args(["--group-features", ALONE]).args(options);
    command::run(hack.args(["--", "-D", "warnings"]))
}

/// By the toolchain of that version, which rustup installs if it is missing.
fn rust_version(workspace: &Workspace) -> Result<()> {
    let packages = workspace.packages();
    let package = packages.iter().find(|package| package.name.as_str() == SDK);
    let version = package.and_then(|package| package.rust_version.as_ref());
    let version = version.with_context(|| format!("{SDK} has no rust-version"))?;
    let toolchain = format!("{}.{}", version.major, version.minor);
    let mut install = rustup(workspace, &["toolchain", "install", &toolchain]);
    install.args(["--profile", "minimal", "--target", TARGET]);
    command::run(&mut install)?;
    for options in [
        &["--all-features"][..],
        &["--all-features", "--target", TARGET],
        &["--target", TARGET],
        &["--no-default-features", "--target", TARGET],
    ] {
        let check = ["run", &toolchain, "cargo", "check", "--quiet", "--package", SDK];
        command::run(rustup(workspace, &check).args(options))?;
    }
    // As crates of their own they have the SDK's `rust-version`; here they have the command's.
    for template in TEMPLATES {
        let manifest = format!("cli/templates/{}/manifest.toml", template.name);
        let manifest = fs::canonicalize(workspace.path(&manifest))
            .with_context(|| format!("cannot find {manifest}"))?;
        let check = ["run", &toolchain, "cargo", "check", "--quiet", "--ignore-rust-version"];
        let mut check = rustup(workspace, &check);
        command::run(check.args(["--all-targets", "--manifest-path"]).arg(manifest))?;
    }
    println!("{SDK} and the templates build with Rust {toolchain}");
    Ok(())
}

/// Without the variables that the rustup of this program's cargo set.
fn rustup(workspace: &Workspace, args: &[&str]) -> Command {
    let mut rustup = command::program(workspace, "rustup");
    rustup.args(args).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").env_remove("RUSTC");
    rustup
}
