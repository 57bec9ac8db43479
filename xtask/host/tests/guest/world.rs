//! The parts of the proxy world that a guest has, and those that are missing.

use crate::guests::{BODIES, COUNTER, FAULTS, TASKS, WORLD};
use crate::{IS_P3, count, ends_well};
use doorway_host::{Options, linker};

#[tokio::test]
async fn guests_ask_for_the_proxy_world_alone() {
    for guest in [BODIES, COUNTER, FAULTS, TASKS, WORLD] {
        let component = guest.component();
        let imports: Vec<_> = linker::imports(&component).collect();
        // The server links nothing else but this, which only feature `env` may want.
        assert!(!imports.iter().any(|name| name.contains("environment")), "{imports:?}");
        // Each import is of the oldest version, which every host has. std imports WASI 0.2.
        let oldest = |name: &String| name.ends_with("@0.2.0") || IS_P3 && name.ends_with("@0.3.0");
        assert!(imports.iter().all(oldest), "{imports:?}");
    }
}

#[tokio::test]
async fn a_variable_is_unset_and_the_log_tells_why_once() {
    let server = WORLD.start_with(Options { reuse: 10, max_concurrent: 1, ..Options::default() });
    let server = server.await;
    for _ in 0..2 {
        let answer = server.get("/environment").await;
        assert_eq!(answer.text(), "Err(NotPresent) Err(NotPresent)\n");
    }
    let log = ends_well(server).await;
    let line = "guest: doorway: environment variable `HOME` reads as unset: the world \
                `wasi:http/proxy` has no environment; enable doorway's feature `env`";
    assert_eq!(count(&log, line), 1, "{}", log.join("\n"));
    assert_eq!(count(&log, "environment variable"), 1, "{}", log.join("\n"));
}

#[tokio::test]
async fn the_console_gets_whole_lines() {
    let server = WORLD.start().await;
    assert_eq!(server.get("/console").await.text(), "printed\n");
    let log = ends_well(server).await;
    let printed: Vec<_> = log.iter().filter_map(|line| line.strip_prefix("guest: ")).collect();
    assert_eq!(printed, ["a line on stdout", "a line on stderr", &"x".repeat(10_000)]);
}

#[tokio::test]
async fn std_works_as_far_as_the_world_goes() {
    let server = WORLD.start().await;
    for (path, expected) in [
        ("/clocks", "true true\n"),
        ("/hash", "42 1000\n"),
        ("/thread", "None false\n"),
        ("/directory", "Err(Unsupported)\n"),
        ("/terminal", "false\n"),
        ("/anything", "hello\n"),
    ] {
        assert_eq!(server.get(path).await.text(), expected, "{path}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: "), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn to_exit_ends_the_request_and_not_the_server() {
    let server = WORLD.start().await;
    for path in ["/exit", "/abort"] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text()), (500, ""), "{path}");
        server.log().wait_for(&format!("GET {path}: the guest trapped")).await;
        assert_eq!(server.get("/next").await.text(), "hello\n");
    }
}
