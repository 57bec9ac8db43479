//! All probes. Those of one component stand together, so that a host serves it once.

use crate::hosts::Wasi;
use crate::probe::Probe;

mod bodies;
mod cancel;
mod faults;
mod instances;
mod outgoing;
mod table;
mod trailers;

/// Makes a list of probes: the title of each, its component, its function, and its time limit in seconds or its WASI.
macro_rules! probes {
    ($($title:literal, $guest:literal, $run:path $(, $method:ident($argument:expr))*;)*) => {
        [$(Probe::new($title, $guest, |served| Box::pin($run(served)))$(.$method($argument))*),*]
    };
}

/// All probes, in order of the rows.
pub(crate) static ALL: [Probe; 35] = probes! {
    "request table", "table", table::every_row, within(120);
    "HTTP/2 without TLS", "bodies", bodies::http2;
    "16 MiB streamed", "bodies", bodies::streamed, within(30);
    "echo of 16 MiB, read and written", "bodies", bodies::echo_copied, within(30);
    "echo of 16 MiB, passed on unread", "bodies", bodies::echo_passed_on, within(30);
    "duplex echo of 16 MiB, read and written", "bodies", bodies::duplex_copied, within(30);
    "duplex echo of 16 MiB, passed on unread", "bodies", bodies::duplex_passed_on, within(30);
    "trailers of a request, HTTP/1.1", "bodies", trailers::of_a_request;
    "trailers of a request, HTTP/2", "bodies", trailers::of_a_request_over_http2;
    "trailers of a response, HTTP/1.1", "bodies", trailers::of_a_response;
    "trailers of a response, HTTP/2", "bodies", trailers::of_a_response_over_http2;
    "server-sent events, one by one", "sse", bodies::events;
    "fault table", "faults", faults::every_fault, within(60);
    "lines on stderr are in the host's log", "faults", faults::log;
    "an upload that was cut off is an error", "faults", faults::cut_off_upload;
    "an endless body stops when its client leaves", "faults", cancel::endless_body;
    "an endless stream is dropped when its client leaves", "faults", cancel::endless_stream;
    "after a panic the next request is answered", "faults", faults::panic;
    "requests that an instance answers, one after the other", "faults", instances::life, within(30);
    "request out, with fields and bodies", "client", outgoing::forward;
    "16 MiB out and back", "client", outgoing::upload, within(30);
    "8 requests out at once", "client", outgoing::fan_out;
    "a response that comes while the request goes out", "client", outgoing::ping_pong;
    "trailers out and back", "client", outgoing::trailers;
    "request out after the response", "client", outgoing::afterwards;
    "nobody listens: the error says so", "client", outgoing::refused;
    "a cut-off response is an error", "client", outgoing::cut_off;
    "the host's time limit for the first byte", "client", outgoing::first_byte;
    "a time limit of the app cancels the request out", "client", cancel::time_limit;
    "a client that leaves early cancels the request out", "client", cancel::before_the_head;
    "a client that leaves cancels the response that is passed on", "client", cancel::in_the_body;
    "64 requests at once", "tasks", instances::many_at_once, within(10);
    "a task goes on after the response", "tasks", instances::task;
    "several requests at once in one instance", "shared", instances::shared, only(Wasi::P3);
    "16 bodies at once, piece by piece", "shared", instances::sixteen;
};
