//! A client under load: bodies of 1 GiB, many requests at a time, those that are given up, and those
//! that have a time for all of it.

mod cancel;
mod deadline;
mod many;
mod memory;

use doorway_host::testing::Upstream;

/// The guest's request: to do the thing called `path` with that upstream.
fn to(path: &str, upstream: &Upstream) -> String {
    format!("{path}?url={}", upstream.url("/"))
}
