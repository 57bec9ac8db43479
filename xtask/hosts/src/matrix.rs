//! The answers of hosts: a cell for each probe, host and version of WASI.

use std::fmt;

use crate::hosts::{Host, Wasi};
use crate::probes;

/// The cells, and the versions of hosts.
#[derive(Default)]
pub(crate) struct Matrix {
    cells: Vec<Cell>,
    versions: Vec<(Host, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    /// The title of the probe.
    pub(crate) title: String,
    pub(crate) host: Host,
    pub(crate) wasi: Wasi,
    pub(crate) text: String,
}

impl Matrix {
    pub(crate) fn set(&mut self, title: &str, host: Host, wasi: Wasi, text: String) {
        let is_it = |cell: &&mut Cell| (&*cell.title, cell.host, cell.wasi) == (title, host, wasi);
        match self.cells.iter_mut().find(is_it) {
            Some(cell) => cell.text = text,
            None => self.cells.push(Cell { title: title.to_owned(), host, wasi, text }),
        }
    }

    pub(crate) fn set_version(&mut self, host: Host, version: String) {
        self.versions.retain(|(known, _)| *known != host);
        self.versions.push((host, version));
    }

    pub(crate) fn get(&self, title: &str, host: Host, wasi: Wasi) -> Option<&str> {
        let mut cells = self.cells.iter();
        let is_it = |cell: &&Cell| (&*cell.title, cell.host, cell.wasi) == (title, host, wasi);
        cells.find(is_it).map(|cell| cell.text.as_str())
    }

    pub(crate) fn version(&self, host: Host) -> Option<&str> {
        let mut versions = self.versions.iter();
        versions.find(|(known, _)| *known == host).map(|(_, version)| version.as_str())
    }

    /// Replaces its cells by those of another matrix.
    pub(crate) fn take(&mut self, other: Self) {
        for Cell { title, host, wasi, text } in other.cells {
            self.set(&title, host, wasi, text);
        }
        for (host, version) in other.versions {
            self.set_version(host, version);
        }
    }

    /// The cells that are others in `written`.
    pub(crate) fn others_than<'a>(
        &'a self,
        written: &'a Self,
    ) -> impl Iterator<Item = &'a Cell> + 'a {
        let is_other = |c: &&Cell| written.get(&c.title, c.host, c.wasi) != Some(c.text.as_str());
        self.cells.iter().filter(is_other)
    }

    /// The versions and cells that are others in `written`, a line for each.
    pub(crate) fn differences(&self, written: &Self) -> Vec<String> {
        let versions = self.versions.iter().filter_map(|(host, version)| {
            let was = written.version(*host);
            (was != Some(version)).then(|| {
                format!(
                    "the version of `{}`: {version}, not {}",
                    host.command(),
                    was.unwrap_or("any")
                )
            })
        });
        let cells = self.others_than(written).map(|Cell { title, host, wasi, text }| {
            let was = written.get(title, *host, *wasi).unwrap_or("nothing");
            format!("{title}, `{}` {}: {text}, not {was}", host.command(), wasi.name())
        });
        versions.chain(cells).collect()
    }

    /// All cells, in order of rows and columns.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &Cell> {
        probes::ALL
            .iter()
            .flat_map(|probe| self.cells.iter().filter(move |cell| cell.title == probe.title))
    }
}

/// How many cells of each host are yes.
impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (host, version) in &self.versions {
            for wasi in Wasi::ALL {
                let cells = || self.cells.iter().filter(|c| (c.host, c.wasi) == (*host, wasi));
                let asked = cells().filter(|cell| cell.text != crate::probe::NOT_ASKED).count();
                let yes = cells().filter(|cell| cell.text == crate::probe::YES).count();
                if asked > 0 {
                    writeln!(f, "{version}, WASI {}: {yes} of {asked} are yes", wasi.name())?;
                }
            }
        }
        Ok(())
    }
}
