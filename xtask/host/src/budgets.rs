//! Budgets: the most that components and their requests may cost.

use crate::contract::{CALLING_OUT, CONTRACT, Case, ROUTE_OF_MANY};
use crate::error::{Error, Result};
use crate::linker::World;
use crate::measure::Measurement;
use crate::testing::Guest;
use std::fmt;
use std::path::Path;
use toml_edit::{DocumentMut, Item, Table};

/// The file, from the repository's root.
pub const FILE: &str = "xtask/bench/budgets.toml";

/// The contract app on doorway, with its seven routes and with a hundred more, and by hand.
const DOORWAY: Guest = Guest::new("contract");
const MANY: Guest = Guest::new("contract-many");
const BY_HAND: Guest = Guest::new("by-hand");

/// A figure's limit: one line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Whether it is about WASI 0.3.
    pub p3: bool,
    /// The table: `size`, `fuel`, `memory` or `percent-of-by-hand`.
    pub table: String,
    /// The key: a component's name in `size`, a case's name elsewhere.
    pub key: String,
    /// The most that the figure may be.
    pub limit: u64,
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = if self.p3 { "p3." } else { "" };
        write!(f, "{version}{}: {}", self.table, self.key)
    }
}

/// Reads the repository's budgets.
///
/// # Errors
///
/// [`Error::Read`] and [`Error::Budgets`].
pub fn load() -> Result<Vec<Budget>> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(FILE);
    let text = std::fs::read_to_string(&path).map_err(|source| Error::Read { path, source })?;
    parse(&text)
}

/// Reads budgets from TOML.
///
/// # Errors
///
/// [`Error::Budgets`] for what is not TOML, and for a limit that is not a whole number.
pub fn parse(text: &str) -> Result<Vec<Budget>> {
    let document: DocumentMut = text.parse().map_err(|error| bad(format!("{error}")))?;
    let mut budgets = Vec::new();
    for (name, item) in document.iter() {
        match (name, item) {
            ("p3", Item::Table(tables)) => {
                for (name, item) in tables {
                    collect(true, name, item.as_table(), &mut budgets)?;
                }
            }
            _ => collect(false, name, item.as_table(), &mut budgets)?,
        }
    }
    Ok(budgets)
}

fn collect(p3: bool, name: &str, table: Option<&Table>, budgets: &mut Vec<Budget>) -> Result<()> {
    let table = table.ok_or_else(|| bad(format!("`{name}` is not a table")))?;
    for (key, item) in table {
        let limit = item.as_integer().and_then(|limit| u64::try_from(limit).ok());
        let limit = limit.ok_or_else(|| bad(format!("`{key}` in {name} is not a whole number")))?;
        budgets.push(Budget { p3, table: name.to_owned(), key: key.to_owned(), limit });
    }
    Ok(())
}

fn bad(why: String) -> Error {
    Error::Budgets(why)
}

impl Budget {
    /// Measures the figure, in a [`runtime`](crate::contract::runtime).
    ///
    /// # Errors
    ///
    /// [`Error::Budgets`] where no such figure is known; [`Error::Measure`] where a component does not
    /// answer as it must.
    ///
    /// # Panics
    ///
    /// When a component is not built.
    pub async fn measure(&self) -> Result<u64> {
        let unknown = || bad(format!("`{self}` is not a figure that is measured"));
        if self.table == "size" {
            let component = ["hello", "contract"].into_iter().find(|name| *name == self.key);
            let component = Guest::new(component.ok_or_else(unknown)?);
            return Ok(self.built(component).bytes().len() as u64);
        }
        let case = CONTRACT.iter().chain(&CALLING_OUT).chain([&ROUTE_OF_MANY]);
        let case = case.into_iter().find(|case| case.name == self.key).ok_or_else(unknown)?;
        let doorway = if case.name == ROUTE_OF_MANY.name { MANY } else { DOORWAY };
        match &*self.table {
            "fuel" => Ok(self.cost(case, doorway).await?.fuel),
            "memory" => Ok(self.cost(case, doorway).await?.peak_memory as u64),
            "percent-of-by-hand" => {
                let doorway = self.cost(case, doorway).await?.fuel;
                let by_hand = self.cost(case, BY_HAND).await?.fuel;
                // Rounded up: 100 means no more than by hand.
                Ok((doorway * 100).div_ceil(by_hand.max(1)))
            }
            _ => Err(unknown()),
        }
    }

    async fn cost(&self, case: &Case, guest: Guest) -> Result<Measurement> {
        let component = self.built(guest).measured();
        let measured = case.measure(&component, World::Proxy, 1).await?.pop();
        measured.ok_or_else(|| Error::Measure("no request was made".to_owned()))
    }

    fn built(&self, guest: Guest) -> Guest {
        if self.p3 { guest.p3() } else { guest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_a_line_of_a_table() {
        let text = "[size]\nhello = 90_000 # the least\n[p3.fuel]\n\"route, 7 routes\" = 9\n";
        let budgets = parse(text).unwrap();
        let shown: Vec<_> =
            budgets.iter().map(|budget| format!("{budget} {}", budget.limit)).collect();
        assert_eq!(shown, ["size: hello 90000", "p3.fuel: route, 7 routes 9"]);
    }

    #[test]
    fn a_wrong_file_is_named() {
        for (text, expected) in [
            ("[size]\necho = 0.5", "`echo` in size is not a whole number"),
            ("[size]\necho = -1", "`echo` in size is not a whole number"),
            ("echo = 1", "`echo` is not a table"),
            ("[size", "budgets.toml: "),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[tokio::test]
    async fn an_unknown_figure_is_an_error() {
        for text in ["[size]\nhallo = 1", "[fuel]\nhallo = 1", "[time]\nhello = 1"] {
            let [budget] = &parse(text).unwrap()[..] else { panic!("not one budget") };
            let error = budget.measure().await.unwrap_err().to_string();
            assert!(error.contains("is not a figure that is measured"), "{error}");
        }
    }
}
