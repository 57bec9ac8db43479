//! The part of `docs/hosts.md` between two markers: the matrix, and the notes that it needs.

use std::fmt::Write;

use anyhow::{Context, Result, ensure};

use crate::hosts::{Host, Wasi};
use crate::matrix::Matrix;
use crate::{notes, probes};

const BEGIN: &str =
    "<!-- Written by `cargo xtask hosts`: change xtask/hosts/src/notes.rs, not this. -->\n";
const END: &str = "<!-- The end of what it writes. -->\n";

/// The begin of the row of versions.
const VERSIONS: &str = "| version |";

/// The matrix that the page has.
pub(crate) fn read(page: &str) -> Result<Matrix> {
    let (_, written, _) = parts(page)?;
    let mut matrix = Matrix::default();
    let mut columns: Vec<(Host, Wasi)> = Vec::new();
    for line in written.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|')) {
        let mut cells = line.split('|').map(str::trim);
        let title = cells.next().unwrap_or_default();
        if title.is_empty() {
            columns = cells.filter_map(column).collect();
        } else if title == "version" {
            for ((host, _), version) in columns.iter().zip(cells).filter(|(_, v)| !v.is_empty()) {
                matrix.set_version(*host, version.to_owned());
            }
        } else if !title.starts_with('-') {
            for (&(host, wasi), cell) in columns.iter().zip(cells) {
                // The numbers of notes are after it.
                let text = cell.split(" <sup>").next().unwrap_or_default();
                if !text.is_empty() {
                    matrix.set(title, host, wasi, text.to_owned());
                }
            }
        }
    }
    Ok(matrix)
}

/// A column by its head, "`jco serve` 0.2".
fn column(head: &str) -> Option<(Host, Wasi)> {
    let (command, version) = head.strip_prefix('`')?.split_once("` ")?;
    let wasi = Wasi::ALL.into_iter().find(|wasi| wasi.name() == version)?;
    Some((Host::of_command(command)?, wasi))
}

/// The page with another matrix.
pub(crate) fn with(page: &str, matrix: &Matrix) -> Result<String> {
    let (before, _, after) = parts(page)?;
    Ok([before, BEGIN, "\n", &table(matrix), "\n", END, after].concat())
}

fn parts(page: &str) -> Result<(&str, &str, &str)> {
    let (before, rest) = page.split_once(BEGIN).context("the page has no first marker")?;
    let (written, after) = rest.split_once(END).context("the page has no last marker")?;
    ensure!(!after.contains(BEGIN), "the page has a marker twice");
    Ok((before, written, after))
}

fn table(matrix: &Matrix) -> String {
    let columns: Vec<_> = Host::ALL
        .into_iter()
        .filter(|host| matrix.version(*host).is_some())
        .flat_map(|host| host.versions().iter().map(move |&wasi| (host, wasi)))
        .collect();
    let mut text = String::from("| |");
    for (host, wasi) in &columns {
        let _ = write!(text, " `{}` {} |", host.command(), wasi.name());
    }
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(columns.len()));
    text.push_str(VERSIONS);
    for (host, _) in &columns {
        let _ = write!(text, " {} |", matrix.version(*host).unwrap_or_default());
    }
    text.push('\n');

    let mut numbers = Vec::new();
    for probe in &probes::ALL {
        let _ = write!(text, "| {} |", probe.title);
        for &(host, wasi) in &columns {
            let cell = matrix.get(probe.title, host, wasi).unwrap_or_default();
            let _ = write!(text, " {cell}");
            let of_cell = matrix
                .cells()
                .find(|c| (c.title.as_str(), c.host, c.wasi) == (probe.title, host, wasi));
            let known: Vec<_> = of_cell
                .into_iter()
                .flat_map(notes::of)
                .map(|note| number(&mut numbers, note))
                .collect();
            if !known.is_empty() {
                let _ = write!(text, " <sup>{}</sup>", known.join(", "));
            }
            text.push_str(" |");
        }
        text.push('\n');
    }
    if !numbers.is_empty() {
        text.push('\n');
    }
    for (at, note) in numbers.iter().enumerate() {
        let _ = writeln!(text, "{}. {}", at + 1, notes::ALL[*note].text);
    }
    text
}

/// Notes are numbered in the order in which the table needs them.
fn number(numbers: &mut Vec<usize>, note: usize) -> String {
    let at = numbers.iter().position(|known| *known == note).unwrap_or_else(|| {
        numbers.push(note);
        numbers.len() - 1
    });
    (at + 1).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_matrix_that_was_written() {
        let page = format!("before\n\n{BEGIN}old\n{END}\nafter\n");
        let mut matrix = Matrix::default();
        matrix.set_version(Host::Jco, "jco 1".to_owned());
        matrix.set_version(Host::WashDev, "wash 2".to_owned());
        let title = probes::ALL[1].title;
        matrix.set(title, Host::Jco, Wasi::P2, "yes".to_owned());
        matrix.set(title, Host::WashDev, Wasi::P3, "all but 3".to_owned());
        let page = with(&page, &matrix).unwrap();
        assert!(page.starts_with("before\n") && page.ends_with("\nafter\n"), "{page}");
        let read = read(&page).unwrap();
        assert_eq!(read.get(title, Host::WashDev, Wasi::P3), Some("all but 3"));
        assert_eq!(matrix.differences(&read), [""; 0]);
        assert_eq!(with(&page, &read).unwrap(), page);
    }

    #[test]
    fn a_page_without_markers_is_refused() {
        assert!(read("no markers\n").is_err());
    }
}
