//! The parts of the WIT packages that the SDK does not call. `#[http_handler]` can reach all
//! bindings, so every user's build would compile them.

use anyhow::{Result, ensure};
use wit_parser::{InterfaceId, Resolve, WorldId, WorldItem};

/// By interface. What is called here after all does not compile until its line is gone.
const UNUSED: [(&str, &[&str]); 5] = [
    ("wasi:clocks/monotonic-clock@0.2.0", &["resolution", "subscribe-duration"]),
    (
        "wasi:http/types@0.2.0",
        &[
            "[static]fields.from-list",
            "[method]fields.set",
            "[method]fields.delete",
            "[method]outgoing-request.method",
            "[method]outgoing-request.path-with-query",
            "[method]outgoing-request.scheme",
            "[method]outgoing-request.authority",
            "[method]outgoing-request.headers",
            "[method]request-options.connect-timeout",
            "[method]request-options.first-byte-timeout",
            "[method]request-options.between-bytes-timeout",
            "[method]outgoing-response.status-code",
            "[method]outgoing-response.headers",
        ],
    ),
    (
        "wasi:io/streams@0.2.0",
        &[
            "[method]input-stream.blocking-read",
            "[method]input-stream.blocking-skip",
            "[method]output-stream.write-zeroes",
            "[method]output-stream.blocking-write-zeroes-and-flush",
        ],
    ),
    ("wasi:clocks/monotonic-clock@0.3.0", &["get-resolution", "wait-for"]),
    (
        "wasi:http/types@0.3.0",
        &[
            "[static]fields.from-list",
            "[method]fields.set",
            "[method]fields.delete",
            "[method]fields.get-and-delete",
            "[method]request.get-options",
            "[method]request-options.get-connect-timeout",
            "[method]request-options.get-first-byte-timeout",
            "[method]request-options.get-between-bytes-timeout",
            "[method]request-options.clone",
        ],
    ),
];

/// The names of the functions of a world that wit-bindgen is to skip.
pub(super) fn names(resolve: &Resolve, world: WorldId) -> Result<Vec<String>> {
    let items = &resolve.worlds[world];
    let of_world = items.imports.values().chain(items.exports.values());
    let interfaces: Vec<_> = of_world
        .filter_map(|item| match item {
            WorldItem::Interface { id, .. } => Some(*id),
            _ => None,
        })
        .collect();
    let mut names = Vec::new();
    for id in &interfaces {
        let of = resolve.id_of(*id).unwrap_or_default();
        let Some((_, unused)) = UNUSED.iter().find(|(interface, _)| *interface == of) else {
            continue;
        };
        for function in *unused {
            // wit-bindgen does not ask of which interface a function is.
            let has =
                |id: &&InterfaceId| resolve.interfaces[**id].functions.contains_key(*function);
            let found: Vec<_> = interfaces.iter().filter(has).collect();
            ensure!(found == [id], "{function} is to be in {of} and nowhere else");
            names.push((*function).to_owned());
        }
    }
    Ok(names)
}
