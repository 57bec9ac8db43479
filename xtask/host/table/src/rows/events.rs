//! Server-sent events.

use crate::row::{Row, get as to, head};

const EVENTS: &str = "text/event-stream";

fn events(row: Row) -> Row {
    row.with("content-type", EVENTS).with("cache-control", "no-cache").streamed()
}

pub(super) fn rows() -> Vec<Row> {
    let whole = "event: tick\nid: 1\nretry: 2000\ndata: a\ndata: b\n\n: nothing\n\ndata: \n\n";
    vec![
        events(to("/events").untyped(200, whole)),
        events(head("/events").untyped(200, "")),
        events(to("/events/kept-alive").untyped(200, ": wait\n\n: wait\n\n")),
        events(to("/events/json").untyped(200, "data: [1,2]\n\n")),
        events(to("/events/malformed").aborted(200)),
        events(to("/events/failing").aborted(200)),
    ]
}
