//! What of the WIT packages the SDK does not call. All bindings can be reached by `#[http_handler]`, so every build of
//! a user's would compile it.

use anyhow::{Context, Result, ensure};
use wit_parser::Resolve;

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

/// Takes it out of all packages that are there.
pub(super) fn take_out(resolve: &mut Resolve) -> Result<()> {
    let interfaces: Vec<_> = resolve.interfaces.iter().map(|(id, _)| id).collect();
    for interface in interfaces {
        let name = resolve.id_of(interface).unwrap_or_default();
        let Some((_, unused)) = UNUSED.iter().find(|(interface, _)| *interface == name) else {
            continue;
        };
        let functions = &mut resolve.interfaces[interface].functions;
        for function in *unused {
            let found = functions.shift_remove(*function);
            found.with_context(|| format!("{name} has no function {function}"))?;
        }
    }
    Ok(())
}

/// How a component type begins and ends: it says what a component imports, to whoever links it.
const BEGIN: &str = "__WIT_BINDGEN_COMPONENT_TYPE";
const END: &str = "\";\n";

/// The bindings with the component types of others, which are made of whole packages: only these agree with the
/// bindings that other crates of a component bring along.
pub(super) fn with_types_of(bindings: &str, whole: &str) -> Result<String> {
    let mut out = String::new();
    let (mut bindings, mut whole) = (bindings, whole);
    while let Some((before, _)) = bindings.split_once(BEGIN) {
        out.push_str(before);
        let (_, after) = whole.split_once(BEGIN).context("there is a component type less")?;
        let end = after.find(END).context("a component type has no end")?;
        out.push_str(BEGIN);
        out.push_str(&after[..end]);
        whole = &after[end..];
        let at = bindings.find(BEGIN).unwrap_or_default();
        let end = bindings[at..].find(END).context("a component type has no end")?;
        bindings = &bindings[at + end..];
    }
    ensure!(!whole.contains(BEGIN), "there is a component type more");
    Ok(out + bindings)
}
