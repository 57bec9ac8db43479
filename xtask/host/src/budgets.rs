//! Budgets: what components may cost, in a file that people read and a program lowers.

mod measured;

pub use measured::{BY_HAND, DOORWAY, measure};

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use toml_edit::{DocumentMut, Item, Value};

/// The version of Rust that this was built with, and so the components beside it.
pub const TOOLCHAIN: &str = env!("TOOLCHAIN");

/// The file, from the repository's root.
pub const FILE: &str = "xtask/bench/budgets.toml";

/// The file.
pub fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(FILE)
}

/// The name of a figure: the table it stands in, such as `fuel.contract`, and its key there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The table.
    pub table: String,
    /// The key.
    pub key: String,
}

impl Name {
    /// The figure `key` in `table`.
    pub fn new(table: impl Into<String>, key: impl Into<String>) -> Self {
        Self { table: table.into(), key: key.into() }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.table, self.key)
    }
}

/// What was measured, by its name.
pub type Figures = BTreeMap<Name, u64>;

/// A budgets file.
#[derive(Clone, Debug)]
pub struct Budgets {
    document: DocumentMut,
    toolchain: String,
    /// By how many percent a figure of a table may be over its budget; none for most.
    play: BTreeMap<String, f64>,
    budgets: Figures,
}

/// How a figure stands to its budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The budget.
    pub budget: u64,
    /// The figure.
    pub measured: u64,
}

/// Figures beside their budgets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Those over their budget, by more than its play.
    pub over: BTreeMap<Name, Change>,
    /// Those under their budget.
    pub under: BTreeMap<Name, Change>,
    /// Figures without a budget.
    pub missing: Vec<Name>,
    /// Budgets without a figure.
    pub unknown: Vec<Name>,
}

impl Comparison {
    /// Whether every figure has its budget, and keeps to it.
    pub fn holds(&self) -> bool {
        self.over.is_empty() && self.missing.is_empty() && self.unknown.is_empty()
    }
}

impl fmt::Display for Comparison {
    /// What does not hold, one per line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, Change { budget, measured }) in &self.over {
            writeln!(f, "{name}: {measured} is over its budget of {budget}")?;
        }
        for name in &self.missing {
            writeln!(f, "{name}: has no budget")?;
        }
        for name in &self.unknown {
            writeln!(f, "{name}: is no figure that is measured")?;
        }
        Ok(())
    }
}

impl Budgets {
    /// Reads the repository's [file](path).
    ///
    /// # Errors
    ///
    /// [`Error::Read`] and [`Error::Budgets`].
    pub fn load() -> Result<Self> {
        let path = path();
        let text = std::fs::read_to_string(&path).map_err(|source| Error::Read { path, source })?;
        Self::parse(&text)
    }

    /// Reads budgets.
    ///
    /// # Errors
    ///
    /// [`Error::Budgets`] for what is no TOML, has no toolchain, or a budget that is no whole number.
    pub fn parse(text: &str) -> Result<Self> {
        let document: DocumentMut =
            text.parse().map_err(|error| Error::Budgets(format!("{error}")))?;
        let mut toolchain = None;
        let mut play = BTreeMap::new();
        let mut budgets = Figures::new();
        for (table, item) in document.iter() {
            match (table, item) {
                ("toolchain", Item::Value(Value::String(version))) => {
                    toolchain = Some(version.value().clone());
                }
                ("play", Item::Table(entries)) => {
                    for (key, item) in entries {
                        let percent = item
                            .as_float()
                            .or_else(|| item.as_integer().map(|whole| whole as f64))
                            .filter(|percent| (0.0..=100.0).contains(percent));
                        let percent =
                            percent.ok_or_else(|| bad("play", key, "is no percentage"))?;
                        play.insert(key.to_owned(), percent);
                    }
                }
                (table, Item::Table(entries)) => collect(table, entries, &mut budgets)?,
                (key, _) => return Err(bad("the file", key, "is not known here")),
            }
        }
        let toolchain =
            toolchain.ok_or_else(|| Error::Budgets("there is no `toolchain`".to_owned()))?;
        Ok(Self { document, toolchain, play, budgets })
    }

    /// The version of Rust that the figures are of.
    pub fn toolchain(&self) -> &str {
        &self.toolchain
    }

    /// The budget of one figure.
    pub fn get(&self, name: &Name) -> Option<u64> {
        self.budgets.get(name).copied()
    }

    /// Puts figures beside their budgets.
    pub fn compare(&self, figures: &Figures) -> Comparison {
        let mut comparison = Comparison::default();
        for (name, &measured) in figures {
            let Some(&budget) = self.budgets.get(name) else {
                comparison.missing.push(name.clone());
                continue;
            };
            let change = Change { budget, measured };
            if measured < budget {
                comparison.under.insert(name.clone(), change);
            } else if measured > self.most(name, budget) {
                comparison.over.insert(name.clone(), change);
            }
        }
        let unknown = self.budgets.keys().filter(|name| !figures.contains_key(name));
        comparison.unknown = unknown.cloned().collect();
        comparison
    }

    /// The most that a figure may be.
    fn most(&self, name: &Name, budget: u64) -> u64 {
        let kind = name.table.split('.').next().unwrap_or_default();
        let play = self.play.get(kind).copied().unwrap_or(0.0);
        budget + (budget as f64 * play / 100.0) as u64
    }

    /// The file with lower budgets for those that are under theirs; all else stays as it is.
    #[must_use]
    pub fn lowered(&self, comparison: &Comparison) -> String {
        let mut document = self.document.clone();
        for (name, change) in &comparison.under {
            let mut item = Some(document.as_item_mut());
            for key in name.table.split('.').chain([&*name.key]) {
                item = item.and_then(|item| item.get_mut(key));
            }
            if let Some(Item::Value(value)) = item {
                let decor = value.decor().clone();
                *value = Value::from(i64::try_from(change.measured).unwrap_or(i64::MAX));
                *value.decor_mut() = decor;
            }
        }
        document.to_string()
    }
}

/// The budgets of a table, and of those in it.
fn collect(path: &str, table: &toml_edit::Table, budgets: &mut Figures) -> Result<()> {
    for (key, item) in table {
        match item {
            Item::Table(inner) => collect(&format!("{path}.{key}"), inner, budgets)?,
            Item::Value(Value::Integer(number)) => {
                let number = u64::try_from(*number.value())
                    .map_err(|_| bad(path, key, "is less than nothing"))?;
                budgets.insert(Name::new(path, key), number);
            }
            _ => return Err(bad(path, key, "is no whole number")),
        }
    }
    Ok(())
}

fn bad(table: &str, key: &str, why: &str) -> Error {
    Error::Budgets(format!("`{key}` in {table} {why}"))
}

#[cfg(test)]
mod tests;
