//! The tables of a run.

use std::fs;

use super::wrk::Turn;

/// The turns of each row of a table: one cell for hello, one for each method for json-api.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cells: Vec<Vec<Turn>>,
}

/// A table in Markdown, with the same columns for each of the methods.
pub(super) fn table(title: &str, methods: &[&str], rows: &[Row]) -> String {
    let mut out = format!("| {title} |");
    for method in methods {
        out += &format!(" {method} a second | p50, ms | p99, ms |");
    }
    out += &format!(" failed |\n|---|{}\n", "---:|".repeat(3 * methods.len() + 1));
    for Row { name, cells } in rows {
        out += &format!("| {name} |");
        for turns in cells {
            let median = |of: fn(&Turn) -> f64| median(turns.iter().map(of).collect());
            let figures = [
                median(|turn| turn.requests_a_second).map(|a_second| thousands(a_second as u64)),
                median(|turn| turn.p50).map(milliseconds),
                median(|turn| turn.p99).map(milliseconds),
            ];
            for figure in figures {
                out += &format!(" {} |", figure.as_deref().unwrap_or("–"));
            }
        }
        let failed: u64 = cells.iter().flatten().map(|turn| turn.failed).sum();
        out += &format!(" {} |\n", thousands(failed));
    }
    out
}

/// The processor, and what else it has to do.
pub(super) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown");
    format!("{cores} cores of {model}, a load of {load} before")
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        0 => Some((values.get(middle.checked_sub(1)?)? + values.get(middle)?) / 2.0),
        _ => values.get(middle).copied(),
    }
}

fn milliseconds(number: f64) -> String {
    if number < 9.95 { format!("{number:.1}") } else { format!("{number:.0}") }
}

/// With a comma before every three digits.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_medians_and_all_failures() {
        let turn = |p99, failed| Turn { requests_a_second: p99 * 1000.0, p50: 0.5, p99, failed };
        let rows = [Row {
            name: "one".to_owned(),
            cells: vec![vec![turn(9.0, 2), turn(1.0, 0), turn(12.4, 1)], Vec::new()],
        }];
        let expected = "\
            | by | GET a second | p50, ms | p99, ms | POST a second | p50, ms | p99, ms | failed |\n\
            |---|---:|---:|---:|---:|---:|---:|---:|\n\
            | one | 9,000 | 0.5 | 9.0 | – | – | – | 3 |\n";
        assert_eq!(table("by", &["GET", "POST"], &rows), expected);
    }

    #[test]
    fn a_median_is_in_the_middle() {
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.04, 3.26, 9.96, 120.4].map(milliseconds), ["0.0", "3.3", "10", "120"]);
        assert_eq!([7, 1000, 1_234_567].map(thousands), ["7", "1,000", "1,234,567"]);
    }
}
