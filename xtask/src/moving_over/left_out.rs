//! Everything that is not counted, with the reason for each: a component has no such thing, whatever the code is.

/// Examples of axum.
pub(super) const EXAMPLES: &[(&str, &str)] = &[
    ("async-graphql", "only a link to another repository"),
    ("auto-reload", "a socket that another process hands on (listenfd)"),
    ("chat", "WebSockets"),
    ("diesel-async-postgres", "a database"),
    ("diesel-postgres", "a database"),
    ("graceful-shutdown", "about a server's end: signals and its socket"),
    ("http-proxy", "raw sockets: CONNECT, which the host would have to upgrade"),
    ("low-level-native-tls", "TLS"),
    ("low-level-openssl", "TLS"),
    ("low-level-rustls", "TLS"),
    ("mongodb", "a database"),
    ("oauth", "TLS: the crates oauth2 and reqwest with rustls"),
    ("reverse-proxy", "raw sockets: hyper-util's HttpConnector"),
    ("serve-with-hyper", "raw sockets: hyper's own server"),
    ("sqlx-postgres", "a database"),
    ("testing-websockets", "WebSockets"),
    ("tls-graceful-shutdown", "TLS"),
    ("tls-rustls", "TLS"),
    ("tokio-postgres", "a database"),
    ("tokio-redis", "a database"),
    ("unix-domain-socket", "raw sockets"),
    ("websockets", "WebSockets"),
    ("websockets-http2", "WebSockets"),
];

/// Files of axum's crates whose blocks are left out.
pub(super) const AXUM_FILES: &[(&str, &str)] =
    &[("axum/src/extract/ws.rs", "WebSockets"), ("axum/src/test_helpers", "not public")];

/// Files and folders of reqwest whose blocks are left out.
pub(super) const REQWEST_FILES: &[(&str, &str)] = &[
    ("src/blocking", "blocks the thread, which a component has one of"),
    ("src/proxy.rs", "proxies are the host's"),
    ("src/tls.rs", "TLS is the host's"),
    ("src/wasm", "reqwest's own port to browsers"),
];

/// Examples of reqwest.
pub(super) const REQWEST_EXAMPLES: &[(&str, &str)] = &[
    ("blocking", "blocks the thread, which a component has one of"),
    ("connect_via_lower_priority_tokio_runtime", "connectors are the host's"),
    ("h3_simple", "HTTP/3 is the host's"),
    ("tor_socks", "proxies are the host's"),
];
