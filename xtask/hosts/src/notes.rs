//! Why a cell is not `yes`: the notes below the matrix.

use crate::hosts::{Host, Wasi};
use crate::matrix::{Cell, Matrix};
use crate::probe::{ALL_BUT, NO, NOT_ASKED, YES};

/// A note of some cells.
pub(crate) struct Note {
    hosts: &'static [Host],
    /// The version of WASI, if it is not of both.
    wasi: Option<Wasi>,
    /// The titles of probes.
    probes: &'static [&'static str],
    pub(crate) text: &'static str,
}

/// All notes, in order of their numbers.
pub(crate) const ALL: &[Note] = &[
    Note {
        hosts: &[Host::Wasmtime],
        wasi: Some(Wasi::P3),
        probes: &["request table"],
        text: "On WASI 0.3 `wasmtime serve` tells a component neither the authority nor the `host` field of a request \
               (WASI leaves open whether it has to, [WASI#788](https://github.com/WebAssembly/WASI/issues/788)): \
               `Uri` has the path only, and `Host` and `Authority` refuse with 400. A server in front can send the \
               name in `x-forwarded-host` or `forwarded`.",
    },
    Note {
        hosts: &[Host::Wasmtime, Host::Jco],
        wasi: None,
        probes: &[
            "HTTP/2 without TLS",
            "trailers of a request, HTTP/2",
            "trailers of a response, HTTP/2",
        ],
        text: "It speaks HTTP/1.1 only.",
    },
    Note {
        hosts: &[Host::Wasmtime],
        wasi: None,
        probes: &["trailers of a response, HTTP/1.1"],
        text: "Of trailers with the same name it sends the last one only.",
    },
    Note {
        hosts: &[Host::Wasmtime, Host::Embedded],
        wasi: None,
        probes: &[
            "a client that leaves early cancels the request out",
            "a client that leaves cancels the response that is passed on",
        ],
        text: "The handler goes on without its client until it writes something. Where that matters, give requests \
               that go out a time limit.",
    },
    Note {
        hosts: &[Host::Embedded],
        wasi: Some(Wasi::P3),
        probes: &["several requests at once in one instance"],
        text: "With `--reuse 128` it has as many as `wasmtime serve`.",
    },
];

/// The notes of a cell, by their places in [`ALL`].
pub(crate) fn of(cell: &Cell) -> impl Iterator<Item = usize> {
    let is_of = |note: &Note| {
        cell.text != YES
            && cell.text != NOT_ASKED
            && note.hosts.contains(&cell.host)
            && note.wasi.is_none_or(|wasi| wasi == cell.wasi)
            && note.probes.contains(&cell.title.as_str())
    };
    ALL.iter().enumerate().filter(move |(_, note)| is_of(note)).map(|(at, _)| at)
}

/// The cells that have no note and need one: a number explains itself.
pub(crate) fn missing(matrix: &Matrix) -> Vec<String> {
    let cells = matrix.cells().filter(|cell| cell.text == NO || cell.text.starts_with(ALL_BUT));
    cells
        .filter(|cell| of(cell).next().is_none())
        .map(|cell| {
            let Cell { title, host, wasi, text } = cell;
            format!("{title}, `{}` {}: {text}", host.command(), wasi.name())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes;

    #[test]
    fn a_note_names_probes_that_there_are() {
        for title in ALL.iter().flat_map(|note| note.probes) {
            assert!(probes::ALL.iter().any(|probe| probe.title == *title), "{title}");
        }
    }
}
