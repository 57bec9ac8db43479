//! The tests of the public interface natively, by subject.
//!
//! One program, as each further one has to be linked. The other programs in `tests/` are separate
//! because they replace something that a process has once (`access_log` the logger, `form_memory`
//! the allocator), or are also run with more cases (`properties`).

#[path = "../support"]
mod support {
    pub(crate) mod ask;
    pub(crate) mod called;
    #[cfg(feature = "gzip")]
    pub(crate) mod coded;
    pub(crate) mod event_stream;
    #[cfg(feature = "assets")]
    pub(crate) mod made;
    pub(crate) mod panics;
    pub(crate) mod program;
    pub(crate) mod turns;
}

#[cfg(feature = "anyhow")]
mod anyhow;
mod app_or_error;
mod body;
mod build_script;
mod client {
    #[cfg(feature = "cookies")]
    mod cookies;
    #[cfg(feature = "gzip")]
    mod decoding;
    #[cfg(feature = "gzip")]
    mod decoding_bounds;
    mod errors;
    #[cfg(feature = "json")]
    mod messages;
    #[cfg(feature = "multipart")]
    mod multipart;
    mod proxy;
    mod redirects;
    #[cfg(all(feature = "form", feature = "json", feature = "query"))]
    mod requests;
    mod responses;
    mod retries;
    mod text;
    mod timeouts;
    mod urls;
    mod urls_of_requests;
}
#[cfg(feature = "config")]
mod config;
mod error;
#[cfg(all(
    feature = "async-read-body",
    feature = "erased-json",
    feature = "form",
    feature = "multipart",
    feature = "protobuf",
    feature = "query"
))]
mod extra;
mod extract;
mod handlers;
#[cfg(feature = "keyvalue")]
mod keyvalue {
    mod apps;
    mod failures;
    mod keys;
    mod store;
}
#[cfg(feature = "log")]
mod log {
    mod lines;
    #[cfg(all(feature = "form", feature = "json"))]
    mod stderr;
}
mod middleware {
    mod functions;
    #[cfg(feature = "json")]
    mod limits;
    #[cfg(feature = "json")]
    mod maps;
    mod timeout;
    mod trace_context;
    mod trace_current;
}
/// Programs that were written for other libraries.
#[cfg(all(feature = "form", feature = "json", feature = "query"))]
mod migration {
    mod from_axum;
    #[cfg(feature = "tower")]
    mod from_axum_tower;
    #[cfg(all(feature = "cookies", feature = "multipart"))]
    mod from_reqwest;
}
mod request;
mod response {
    #[cfg(feature = "assets")]
    mod assets;
    #[cfg(feature = "assets")]
    mod assets_conditions;
    mod problem;
    mod responses;
    mod sse;
}
mod router {
    mod fallbacks;
    mod layered;
    mod layers;
    mod methods;
    mod nesting;
    mod panics;
    mod paths;
    mod services;
    mod state;
}
mod run_loop;
#[cfg(feature = "query")]
mod targets;
mod testing {
    #[cfg(all(feature = "form", feature = "json", feature = "query"))]
    mod client;
    mod tasks;
    mod together;
    mod upstreams;
    mod upstreams_faults;
}
#[cfg(feature = "tower")]
mod tower {
    #[cfg(feature = "json")]
    mod bodies;
    #[cfg(feature = "json")]
    mod layers;
    mod reactor;
    mod send;
    mod threads;
}
#[cfg(all(feature = "config", feature = "cookies", feature = "keyvalue"))]
mod warm;
