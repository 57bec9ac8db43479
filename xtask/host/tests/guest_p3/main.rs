//! The tests of `guest`, on components of WASI 0.3.

mod chain;
#[path = "../guest/suite.rs"]
mod suite;

pub(crate) use suite::*;

/// One constant for each program. That each is mentioned `guest` sees to.
#[allow(dead_code)]
mod guests {
    include!(concat!(env!("OUT_DIR"), "/guests.rs"));
}

/// Whether this is the program that tests WASI 0.3.
const IS_P3: bool = true;

/// A component of the version under test.
const fn guest(name: &'static str) -> doorway_host::testing::Guest {
    doorway_host::testing::Guest::new(name).p3()
}
