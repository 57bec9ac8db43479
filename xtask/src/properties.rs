//! `cargo xtask properties`: the property tests with more cases than `cargo xtask test` runs.

use anyhow::Result;
use clap::Args;

use crate::command;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Properties {
    /// How many inputs each property is tried with
    #[arg(long, default_value_t = 5_000_000)]
    cases: u32,
    /// Only the properties whose name contains this text
    filter: Option<String>,
}

/// Runs those of the public interface, then those beside private functions.
pub(crate) fn run(workspace: &Workspace, properties: &Properties) -> Result<()> {
    let filter = properties.filter.as_deref().unwrap_or_default();
    let in_library = format!("properties::{filter}");
    for test in [["--test", "properties", filter], ["--lib", "--", &in_library]] {
        let mut cargo = command::cargo(
            workspace,
            ["test", "--profile", "properties", "--package", "doorway", "--all-features"],
        );
        cargo.args(test.iter().filter(|argument| !argument.is_empty()));
        cargo.env("PROPTEST_CASES", properties.cases.to_string());
        command::run(&mut cargo)?;
    }
    Ok(())
}
