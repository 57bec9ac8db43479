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
               `Uri` has the path only, and `Host` and `Authority` refuse with 400.",
    },
    Note {
        hosts: &[Host::Jco],
        wasi: None,
        probes: &["request table"],
        text: "Of response fields with one name jco sends the last only, so a second `set-cookie` replaces the first. \
               Node.js refuses unknown methods, targets that are not ASCII, and uploads that were cut off, before the \
               app sees them; a body that fails ends the process.",
    },
    Note {
        hosts: &[Host::WashDev],
        wasi: None,
        probes: &["request table"],
        text: "A request without `host` is refused with 400 by the host, without a problem document.",
    },
    Note {
        hosts: &[Host::WashHost],
        wasi: None,
        probes: &["request table"],
        text: "`wash host` answers 404 for names that no workload on it has, which are six of the table, and 400 for a \
               request without `host`, both without a problem document.",
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
        text: "Of trailers with one name it sends the last only.",
    },
    Note {
        hosts: &[Host::Jco],
        wasi: None,
        probes: &[
            "trailers of a request, HTTP/1.1",
            "trailers of a response, HTTP/1.1",
            "trailers out and back",
        ],
        text: "jco has no trailers, in neither direction. A response with a `trailer` field beside its `content-length` ends \
               the process.",
    },
    Note {
        hosts: &[Host::Jco],
        wasi: None,
        probes: &[
            "fault table",
            "after a panic the next request is answered",
            "a cut-off response is an error",
        ],
        text: "A panic, and a response body that fails or is of another length than declared, end the process of \
               `jco serve`: start it by something that starts it again, or with `--isolate-requests=worker`. It sends \
               `transfer-encoding` and `upgrade` of a response, which other hosts forbid.",
    },
    Note {
        hosts: &[Host::Jco],
        wasi: None,
        probes: &[
            "an upload that was cut off is an error",
            "an endless body stops when its client leaves",
            "an endless stream is dropped when its client leaves",
            "a client that leaves early cancels the request out",
            "a client that leaves cancels the response that is passed on",
            "a time limit of the app cancels the request out",
        ],
        text: "jco tells a handler nothing of a client that leaves, and a request that the handler has dropped goes on.",
    },
    Note {
        hosts: &[Host::Jco],
        wasi: None,
        probes: &["the host's time limit for the first byte"],
        text: "jco counts from the response's head: use `timeout` of the request, which the SDK keeps.",
    },
    Note {
        hosts: &[Host::Jco],
        wasi: None,
        probes: &["64 requests at once", "16 bodies at once, piece by piece"],
        text: "One instance has all requests, one at a time, and a request that waits for its body delays all others; \
               `--isolate-requests=worker` gives each a worker of its own.",
    },
    Note {
        hosts: &[Host::Wasmtime, Host::Embedded, Host::WashDev, Host::WashHost],
        wasi: None,
        probes: &[
            "a client that leaves early cancels the request out",
            "a client that leaves cancels the response that is passed on",
        ],
        text: "The handler goes on without its client until it writes something. Where that matters, give requests \
               that go out a time limit.",
    },
    Note {
        hosts: &[Host::WashDev, Host::WashHost],
        wasi: Some(Wasi::P3),
        probes: &[
            "an endless body stops when its client leaves",
            "an endless stream is dropped when its client leaves",
            "request out after the response",
            "a task goes on after the response",
        ],
        text: "On WASI 0.3 wasmCloud drops the instance with the response, or with its client: tasks that go on after \
               it are lost, and nothing is dropped in the component.",
    },
    Note {
        hosts: &[Host::WashDev, Host::WashHost],
        wasi: Some(Wasi::P3),
        probes: &["several requests at once in one instance"],
        text: "wasmCloud gives each request an instance of its own; one of a `wash host` has several at once if its \
               workload has `poolSize` and `maxConcurrency`.",
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
