//! The fuel of each case: tables for each version of WASI.

use std::fmt::Write;

use super::format::{decimal, thousands};
use super::table::Table;
use super::{FAILED, of_by_hand, versions};
use crate::figures::{CaseFigure, Contender, Run};
use crate::figures::{case, cases, is_doorway};

/// The costs of one request.
pub(super) fn markdown(run: &Run) -> String {
    let mut out = String::from(
        "## Fuel of one request\n\nExecuted wasm instructions, from the call of the handler to its return: the same \
         number on every machine, in every run; only where an app calls out it may differ by a little. Here each request \
         has an instance of its own, as on most hosts.\n",
    );
    for wasi in versions(run) {
        let contenders: Vec<_> =
            run.contenders.iter().filter(|contender| contender.wasi == wasi).collect();
        if wasi != "0.2" {
            let _ = write!(out, "\n### On WASI {wasi}\n");
        }
        let first = first(run, &contenders);
        let second = table(run, &contenders, |case| Some(case.second.measured()?.fuel));
        let third = table(run, &contenders, |case| Some(case.third.measured()?.fuel));
        let _ = write!(
            out,
            "\n{first}\nThe same request once more, on the same instance:\n\n{second}\nAnd a third time:\n\n{third}"
        );
    }
    out
}

/// The first request of an instance, and doorway's beside by hand's.
fn first(run: &Run, contenders: &[&Contender]) -> Table {
    let ours = contenders.iter().find(|contender| is_doorway(contender));
    let mut table = Table::new(header(contenders, &["doorway of by hand"]));
    for name in cases(run) {
        let mut row = cells(contenders, name, first_cost);
        let of_by_hand = ours.and_then(|ours| of_by_hand(run, ours, name));
        row.push(of_by_hand.map_or("–".to_owned(), decimal));
        table.row(row);
    }
    table
}

fn first_cost(case: &CaseFigure) -> Option<u64> {
    Some(case.first.measured()?.fuel)
}

fn table(run: &Run, contenders: &[&Contender], pick: fn(&CaseFigure) -> Option<u64>) -> Table {
    let mut table = Table::new(header(contenders, &[]));
    for name in cases(run) {
        table.row(cells(contenders, name, pick));
    }
    table
}

fn header(contenders: &[&Contender], more: &[&str]) -> Vec<String> {
    let mut header = vec!["case".to_owned()];
    header.extend(contenders.iter().map(|contender| contender.title()));
    header.extend(more.iter().map(|more| (*more).to_owned()));
    header
}

fn cells(
    contenders: &[&Contender],
    name: &str,
    pick: fn(&CaseFigure) -> Option<u64>,
) -> Vec<String> {
    let each = contenders.iter().map(|contender| {
        let Some(figures) = contender.outcome.measured() else { return FAILED.to_owned() };
        match case(figures, name) {
            Some(case) => pick(case).map_or(FAILED.to_owned(), thousands),
            None => "–".to_owned(),
        }
    });
    std::iter::once(name.to_owned()).chain(each).collect()
}
