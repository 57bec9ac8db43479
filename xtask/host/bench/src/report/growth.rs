//! The curves, one line each.

use super::format::{decimal, kib, thousands};
use super::holds;
use super::table::Table;
use crate::figures::Curve;
use crate::growth::{FUEL, MEMORY};
use doorway_host::growth::{allowed, exponent, marginal};

pub(super) fn markdown(curves: &[Curve]) -> String {
    if curves.is_empty() {
        return String::new();
    }
    let header = [
        "",
        "from",
        "to",
        "fuel from",
        "fuel to",
        "one more costs",
        "exponent",
        "holds",
        "memory to, KiB",
    ];
    let mut table = Table::new(header.map(str::to_owned));
    for curve in curves.iter().filter(|curve| curve.counted == FUEL) {
        let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) else {
            continue;
        };
        let memory =
            curves.iter().find(|other| other.name == curve.name && other.counted == MEMORY);
        let memory = memory.and_then(|memory| memory.points.last());
        let exponent = exponent(&curve.points);
        table.row(vec![
            curve.name.clone(),
            thousands(first.0),
            format!("{} {}", thousands(last.0), curve.unit),
            thousands(first.1),
            thousands(last.1),
            marginal(&curve.points).map_or("–".to_owned(), decimal),
            exponent.map_or("–".to_owned(), decimal),
            exponent.map_or("–".to_owned(), |exponent| {
                holds(exponent <= allowed(&curve.name).limit())
            }),
            memory.map_or("–".to_owned(), |memory| kib(memory.1)),
        ]);
    }
    format!(
        "## How it grows\n\nNothing may grow faster than linearly, and headers that nobody reads, and routes from an \
         instance's third request on, hardly at all. *One more costs* and the exponent are those at the largest sizes.\n\n{table}"
    )
}
