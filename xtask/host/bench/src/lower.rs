//! `--update-budgets`: lowers the budgets that figures have left behind, and raises none.

use anyhow::{Context, Result, bail};
use doorway_host::budgets::{self, Budgets, FILE, TOOLCHAIN};
use doorway_host::contract::runtime;

/// Measures everything that has a budget, and writes the file anew where figures are lower.
///
/// # Errors
///
/// When a figure is over its budget or has none, or the compiler is another one. What is lower is
/// written all the same.
pub(crate) fn run() -> Result<()> {
    let budgets = Budgets::load()?;
    if budgets.toolchain() != TOOLCHAIN {
        bail!(
            "the budgets are those of Rust {}, and this is {TOOLCHAIN}: use that one, or write \
             `toolchain = \"{TOOLCHAIN}\"` and the new figures into {FILE} by hand",
            budgets.toolchain()
        );
    }
    eprintln!("measuring everything that has a budget");
    let figures = runtime()?.block_on(budgets::measure())?;
    let comparison = budgets.compare(&figures);
    for (name, change) in &comparison.under {
        println!("{name}: {} → {}", change.budget, change.measured);
    }
    if comparison.under.is_empty() {
        println!("no budget can be lower");
    } else {
        let path = budgets::path();
        std::fs::write(&path, budgets.lowered(&comparison))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    if !comparison.holds() {
        bail!(
            "these are not as their budgets say; budgets are raised, added and removed by hand, \
             with the reason beside them, in {FILE}:\n{comparison}"
        );
    }
    Ok(())
}
