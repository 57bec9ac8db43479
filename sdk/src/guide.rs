//! Guides: pages to read in their order, beside the docs of the items.
//!
//! 1. [`first_component`]: from `cargo new` to an answer and a test.
//! 2. [`routing`]: routes, extractors, responses.
//! 3. [`errors`]: the error types of an app, rejections, problem documents.
//! 4. [`instance_life`]: which values are there at the next request.
//! 5. [`streaming`]: bodies in both directions, events, trailers, work after the response.
//! 6. [`calling_out`]: requests to other services, with deadlines and retries; proxies.
//! 7. [`warm_start`]: the app is built when the component is.
//!
//! Moving a program here: [`from_axum`], [`from_reqwest`] and [`from_spin`].

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
    warm_start: "../docs/warm.md";
    from_axum: "../docs/from-axum.md";
    from_reqwest: "../docs/from-reqwest.md";
    from_spin: "../docs/from-spin.md";
}
