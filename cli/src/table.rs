//! A table in text: the second column is of numbers.

use std::fmt;

/// Rows of three columns.
pub struct Table {
    rows: Vec<[String; 3]>,
}

impl Table {
    /// A table with its head.
    pub fn new(head: [&str; 3]) -> Self {
        Self { rows: vec![head.map(str::to_owned)] }
    }

    /// Adds a row.
    pub fn row(&mut self, row: [String; 3]) {
        self.rows.push(row);
    }
}

/// Nothing at all if there is no row.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rows.len() < 2 {
            return Ok(());
        }
        let width = |column: usize| {
            self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
        };
        let (names, numbers) = (width(0), width(1));
        for [name, number, text] in &self.rows {
            writeln!(f, "{name:names$}  {number:>numbers$}  {text}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_below_each_other() {
        let mut table = Table::new(["component", "bytes", "world"]);
        assert_eq!(table.to_string(), "");
        table.row(["hello".to_owned(), "59072".to_owned(), "proxy".to_owned()]);
        assert_eq!(table.to_string(), "component  bytes  world\nhello      59072  proxy\n");
    }
}
