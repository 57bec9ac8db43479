//! A table in Markdown.

use std::fmt;

/// Rows under a header; all columns but the first are to the right.
pub(crate) struct Table {
    columns: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(header: impl IntoIterator<Item = String>) -> Self {
        let header: Vec<_> = header.into_iter().collect();
        Self { columns: header.len(), rows: vec![header] }
    }

    /// Adds a row; cells that it does not have stay empty.
    pub(crate) fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns, String::new());
        self.rows.push(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, row) in self.rows.iter().enumerate() {
            writeln!(f, "| {} |", row.join(" | "))?;
            if index == 0 {
                writeln!(f, "|---|{}", "---:|".repeat(self.columns.saturating_sub(1)))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new(["a", "b"].map(str::to_owned));
        table.row(vec!["1".to_owned()]);
        assert_eq!(table.to_string(), "| a | b |\n|---|---:|\n| 1 |  |\n");
    }
}
