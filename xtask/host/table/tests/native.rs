//! The table, natively.

use std::panic::{AssertUnwindSafe, catch_unwind};

use doorway_table::{Native, Row, Way, rows, sweeps};

/// The differences between the answer and the row.
fn faults(native: &Native, row: &Row) -> Vec<String> {
    match catch_unwind(AssertUnwindSafe(|| native.send(&row.ask))) {
        Ok(answer) => row.faults(&answer),
        Err(_) => vec!["it panics".to_owned()],
    }
}

#[test]
fn every_row_has_its_answer() {
    agree(&rows());
}

#[test]
fn truncated_forms_are_answered() {
    agree(&sweeps());
}

fn agree(rows: &[Row]) {
    let native = Native::new();
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| row.ask.way != Way::OnSocket) {
        let faults = faults(&native, row);
        if !faults.is_empty() {
            wrong.push(format!("{}\n    {}", row.name(), faults.join("\n    ")));
        }
    }
    println!("{} rows", rows.len());
    assert!(wrong.is_empty(), "{} rows are not:\n{}", wrong.len(), wrong.join("\n"));
}
