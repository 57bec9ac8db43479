//! Faults of handlers, as a client and the log see them.

/// A request of the guest `faults`, and its answer.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// The path and query of a GET.
    pub target: &'static str,
    /// The status of its response.
    pub status: u16,
    /// The body, if it is promised.
    pub body: Option<&'static str>,
    /// Whether the body comes to its end.
    pub complete: bool,
    /// A part of a line on stderr.
    pub log: &'static str,
}

const fn fault(
    target: &'static str,
    (status, body, complete): (u16, Option<&'static str>, bool),
    log: &'static str,
) -> Fault {
    Fault { target, status, body, complete, log }
}

/// The faults that are the same at every host.
pub const FAULTS: [Fault; 14] = [
    fault("/error", (500, Some(""), true), "doorway: answered 500: the secret detail"),
    fault(
        "/forbidden",
        (200, Some("intact"), true),
        "left out the response field `upgrade`: the host",
    ),
    fault("/length?kind=full&bytes=9&declared=10", (200, None, false), SHORT),
    fault("/length?kind=full&bytes=11&declared=10", (200, None, false), SHORT),
    fault(
        "/length?kind=stream&bytes=9&declared=12",
        (200, None, false),
        "content-length says 12, but",
    ),
    fault(
        "/length?kind=stream&bytes=24&declared=16",
        (200, None, false),
        "content-length says 16, but",
    ),
    fault("/status?code=204", (204, Some(""), true), ""),
    fault("/status?code=304", (304, Some(""), true), ""),
    fault("/status?code=101", (500, Some(""), true), "a handler cannot answer with 101"),
    fault("/fails", (200, Some("first second "), false), "aborted the response: the stream broke"),
    fault("/fails-at-once", (200, Some(""), false), "aborted the response: the stream was broken"),
    fault("/aborts", (200, Some("a part"), false), "aborted the response: no more to come"),
    fault("/unfinished", (200, Some("a part"), false), "dropped before it called `finish`"),
    fault("/many-fields?n=2000&bytes=100", (500, Some(""), true), "too large together"),
];

const SHORT: &str = "content-length says 10, but";
