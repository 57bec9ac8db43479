//! How it was measured, and how to do so again.

use super::format::decimal;
use crate::figures::{Plan, Run};
use crate::load::CONNECTIONS;

/// The figures, and how they are measured.
pub(super) fn markdown(run: &Run) -> String {
    let Plan { rounds, seconds } = run.plan;
    format!(
        "## How it was measured\n\n\
         - **Fuel**: wasmtime's count (`Config::consume_fuel`) of one request; making the instance is not in it. Everything \
         runs on one thread, and random numbers are the same each time, so it does not vary. What it takes to call out \
         depends on what arrives meanwhile: the least of three times stands here.\n\
         - **stream, echo**: here the host takes a part of a body only while the app waits, so the app has to wait as often \
         as can be. On a host that takes it meanwhile it waits less, and a library that pays much for each wait, as wstd \
         and wstd-axum do, takes less fuel than here.\n\
         - **proxy, fanout**: an upstream on the same machine answers 13 bytes, once all requests are there that are to be \
         made at once. An app that makes one after the other fails.\n\
         - **Peak memory**: the most linear memory that all memories of the instance had together, in the echo of 4 MiB.\n\
         - **Size**: the component as cargo writes it with the release profile of this repository (`opt-level = \"s\"`, fat \
         LTO, one codegen unit, `panic = \"abort\"`, stripped), the same for all.\n\
         - **Instance**: the time to make a store and an instance of a component that is compiled and linked.\n\
         - **Requests a second**: hello over {CONNECTIONS} loopback connections that are kept alive. One thread asks, and \
         checks each answer; this repository's host (hyper and wasmtime, not `wasmtime serve`) answers, on the same cores. \
         {rounds} rounds; in each all take their turn, for {} s after a quarter of that to warm up. An instance of WASI \
         0.3 handles several requests at a time, one of 0.2 a single one.\n\
         - **By hand** is written on the bindings of each WASI, and what is of one is compared with by hand on that one. On \
         0.3 the bindings themselves take more fuel: they run futures, and have no other way to write a body.",
        decimal(seconds)
    )
}

/// How to measure the same again.
pub(super) const AGAIN: &str = "## Again\n\n```sh\ncargo xtask bench\n```\n\n\
    Fuel and memory come out the same with the same toolchain; sizes do in folders whose names are as long, as messages of \
    panics have paths in them. Times are worth comparing only within one run; on a machine that does nothing else the \
    medians of a second run should lie within the brackets. `cargo xtask bench --quick` leaves the other libraries out, and \
    prints its report.";
