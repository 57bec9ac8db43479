//! Guests at work: every program in `guests/examples` and every example, served and measured as a
//! host would. Here they are components of WASI 0.2; `guest_p3` has the same tests on WASI 0.3.

mod budgets;
mod ecosystem;
mod growth;
#[path = "suite.rs"]
mod suite;

pub(crate) use suite::*;

/// One constant for each program. One that no test mentions does not compile.
#[deny(dead_code)]
mod guests {
    include!(concat!(env!("OUT_DIR"), "/guests.rs"));
}

/// Whether this is the program that tests WASI 0.3.
const IS_P3: bool = false;

/// A component of the version under test.
const fn guest(name: &'static str) -> doorway_host::testing::Guest {
    doorway_host::testing::Guest::new(name)
}
