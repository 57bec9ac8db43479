//! The guide: pages that read in order, beside the docs of the items.
//!
//! 1. [A first component](first_component): from `cargo new` to an answer and a test.
//! 2. [Routing and extractors](routing): routes, extractors, responses.
//! 3. [Errors](errors): the error types of an app, rejections, problem documents.
//! 4. [An instance's life](instance_life): which values are there at the next request.
//! 5. [Streaming](streaming): bodies in both directions, events, trailers, work after the response.
//! 6. [Calling out](calling_out): requests to other services, with deadlines and retries; proxies.
//! 7. [Testing](testing): requests, upstreams and stores in native tests.
//! 8. [Middleware and chains](middleware): layers, a table of what they are wanted for, and chains of components.
//! 9. [The proxy world, and leaving it](world): the imports of a component, and what each needs of a host.
//! 10. [WASI 0.2 and 0.3](wasi_versions): one source for both, and where they differ when it runs.
//! 11. [Logs and traces](logs_and_traces): the access log, a logger, and traces across services.
//! 12. [Limits and defaults](limits): each limit, its default, and the error beyond it.
//! 13. [Warm start](warm_start): the app is built when the component is.
//! 14. [State that lasts](state): key-value stores, their guarantees and limits.
//! 15. [More than one machine](scale_out): hosts that share it, and HTTP between machines.
//! 16. [Deploying](deploying): from a template to an answer on each host.
//! 17. [Serving a component](serving): the flags of `wasmtime serve` and `doorway serve`, and messages of hosts.
//! 18. [Hosts](hosts): the same requests to each host, and where the answers differ.
//!
//! Moving a program here: [from axum](from_axum), [from reqwest](from_reqwest), [from spin-sdk](from_spin). [Crates in a
//! component](ecosystem) lists libraries that were tried.

/// A page. Where its links name files, as they have to in the repository, those of `links.md` stand for them.
macro_rules! pages {
    ($($name:ident: $file:literal;)*) => {$(
        #[doc = include_str!("guide/links.md")]
        #[doc = include_str!($file)]
        pub mod $name {}
    )*};
}

pages! {
    first_component: "../docs/first-component.md";
    routing: "../docs/routing.md";
    errors: "../docs/errors.md";
    instance_life: "../docs/instance-life.md";
    streaming: "../docs/streaming.md";
    calling_out: "../docs/calling-out.md";
    testing: "../docs/testing.md";
    middleware: "../docs/middleware.md";
    world: "../docs/world.md";
    wasi_versions: "../docs/wasi-versions.md";
    logs_and_traces: "../docs/logs-and-traces.md";
    limits: "../docs/limits.md";
    warm_start: "../docs/warm.md";
    state: "../docs/state.md";
    scale_out: "../docs/scale-out.md";
    deploying: "../docs/deploying.md";
    serving: "../docs/serving.md";
    hosts: "../docs/hosts.md";
    from_axum: "../docs/from-axum.md";
    from_reqwest: "../docs/from-reqwest.md";
    from_spin: "../docs/from-spin.md";
    ecosystem: "../docs/ecosystem.md";
}
