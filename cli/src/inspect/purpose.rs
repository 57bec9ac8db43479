//! The purpose of each import.

use crate::world::unversioned;

/// The purpose of an import, as the reader of a list wants to know it.
pub(super) fn of(import: &str) -> &'static str {
    match unversioned(import) {
        "wasi:http/types" => "requests, responses and their bodies",
        "wasi:http/outgoing-handler" | "wasi:http/client" => "requests to other services",
        "wasi:http/handler" => "the component behind this one",
        "wasi:io/poll" => "waiting for the first of several events",
        "wasi:io/streams" => "bodies, and lines on stderr",
        "wasi:io/error" => "errors of streams",
        "wasi:clocks/monotonic-clock" => "timeouts, delays, Instant::now",
        "wasi:clocks/wall-clock" | "wasi:clocks/system-clock" => "the date: SystemTime::now",
        "wasi:clocks/types" => "types of the clocks",
        "wasi:random/random" => "random numbers, and the seeds of hash maps",
        "wasi:random/insecure" | "wasi:random/insecure-seed" => "seeds of hash maps",
        "wasi:cli/stderr" => "the log: eprintln, panics",
        "wasi:cli/stdout" => "println",
        "wasi:cli/stdin" => "std::io::stdin",
        "wasi:cli/types" => "types of stdin, stdout and stderr",
        "wasi:cli/environment" => "std::env: environment variables",
        "wasi:cli/exit" => "std::process::exit",
        "wasi:keyvalue/store" | "wasi:keyvalue/atomics" | "wasi:keyvalue/batch" => {
            "state that lasts: doorway::keyvalue"
        }
        "wasi:config/store" => "the host's configuration: doorway::config",
        name if name.starts_with("wasi:cli/terminal-") => "whether a stream is a terminal",
        name if name.starts_with("wasi:filesystem/") => "std::fs: files",
        name if name.starts_with("wasi:sockets/") => "std::net: sockets",
        _ => "an interface of the app's own, or of another package",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasi::Wasi;
    use crate::world::World;

    #[test]
    fn every_import_of_the_worlds_has_its_purpose() {
        for wasi in Wasi::ALL {
            for import in World::named(wasi, wasi.world_of_middleware()).unwrap().imports() {
                assert_ne!(of(&import), of("acme:store/keys@1.0.0"), "{import}");
            }
        }
    }
}
