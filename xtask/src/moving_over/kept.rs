//! The failures that stay, each with its reason.

/// An example, or the place of a block, and why it fails.
pub(super) type Kept = &'static [(&'static str, &'static str)];

const SOCKETS: &str = "its tests need a real socket";
const LISTENER: &str = "the listener and its addresses are the host's";
const TOKIO_FILES: &str = "tokio has no files on wasm";

/// Examples with their tests.
pub(super) const TESTS: Kept = &[("sse", SOCKETS), ("testing", SOCKETS)];

/// Examples on wasm, with the dependencies that they have.
pub(super) const ON_WASM: Kept = &[
    ("compression", "zstd-sys is C"),
    ("jwt", "jsonwebtoken 9 needs ring, which is C; version 10 has `rust_crypto`"),
    ("key-value-store", "zstd-sys is C"),
    ("sse", TOKIO_FILES),
    ("static-file-server", TOKIO_FILES),
    ("stream-to-file", TOKIO_FILES),
];

/// Blocks of axum.
pub(super) const AXUM: Kept = &[
    ("axum/src/docs/routing/into_make_service_with_connect_info.md:31", LISTENER),
    ("axum/src/serve/listener.rs:71", LISTENER),
];

/// Blocks of reqwest.
pub(super) const REQWEST: Kept = &[
    ("src/async_impl/client.rs:1683", "the local address is the host's"),
    ("src/async_impl/client.rs:1721", "interfaces are the host's"),
    ("src/async_impl/client.rs:2444", "connectors are the host's"),
    ("src/async_impl/multipart.rs:99", "`Form::file` reads a file by tokio"),
];

/// Blocks of axum that must not compile.
pub(super) const REFUSED: Kept =
    &[("axum-macros/src/lib.rs:546", "our `debug_handler` works in an `impl` block, too")];
