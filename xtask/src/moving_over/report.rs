//! The table of counts, and the list of failures.

use super::kept::Kept;

/// A row of the table, with everything that it counts.
pub(super) struct Row {
    name: &'static str,
    goal: Option<usize>,
    kept: Kept,
    pub(super) items: Vec<Item>,
}

/// One example or block.
pub(super) struct Item {
    pub(super) name: String,
    /// The errors, the first one first; none if it is fine.
    pub(super) errors: Vec<String>,
}

impl Row {
    pub(super) fn new(name: &'static str, goal: Option<usize>, kept: Kept) -> Self {
        Self { name, goal, kept, items: Vec::new() }
    }

    pub(super) fn push(&mut self, name: &str, errors: Vec<String>) {
        self.items.push(Item { name: name.to_owned(), errors });
    }

    fn have(&self) -> usize {
        self.items.iter().filter(|item| item.errors.is_empty()).count()
    }
}

/// The table, in Markdown.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = String::from("| | have | of | goal |\n|---|--:|--:|--:|\n");
    for row in rows {
        let goal = row.goal.map_or_else(|| "–".to_owned(), |goal| goal.to_string());
        let (have, all) = (row.have(), row.items.len());
        text.push_str(&format!("| {} | {have} | {all} | {goal} |\n", row.name));
    }
    text
}

/// All failures, each with its first errors, and with its reason if it stays.
pub(super) fn failures(rows: &[Row], most: usize) -> String {
    let mut text = String::new();
    for row in rows.iter().filter(|row| row.have() < row.items.len()) {
        text.push_str(&format!("\n## {}: failures\n\n", row.name));
        for item in row.items.iter().filter(|item| !item.errors.is_empty()) {
            let reason = row.kept.iter().find(|(name, _)| *name == item.name);
            let reason =
                reason.map(|(_, reason)| format!(" (stays: {reason})")).unwrap_or_default();
            text.push_str(&format!("- `{}`{reason}: {}\n", item.name, item.errors[0]));
            for error in item.errors.iter().take(most).skip(1) {
                text.push_str(&format!("  - {error}\n"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_has_its_first_errors_and_its_reason() {
        let mut row = Row::new("examples", Some(2), &[("b", "it is C")]);
        row.push("a", Vec::new());
        row.push("b", ["one", "two", "three"].map(str::to_owned).to_vec());
        let rows = [row];
        assert_eq!(
            table(&rows),
            "| | have | of | goal |\n|---|--:|--:|--:|\n| examples | 1 | 2 | 2 |\n"
        );
        assert_eq!(
            failures(&rows, 2),
            "\n## examples: failures\n\n- `b` (stays: it is C): one\n  - two\n"
        );
    }
}
