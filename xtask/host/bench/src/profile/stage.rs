//! What instructions are for: the stages of a request, told by where the instructions come from.

use super::lines::Frame;

/// A part of a request's way, in the order of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Boundary,
    Read,
    Build,
    Match,
    Extract,
    Handler,
    Json,
    Head,
    Body,
    Between,
    Allocator,
    Other,
}

impl Stage {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Boundary => "bindings and shims",
            Self::Read => "reading the request",
            Self::Build => "building the router",
            Self::Match => "finding the route",
            Self::Extract => "extracting",
            Self::Handler => "the handler",
            Self::Json => "JSON",
            Self::Head => "the response's head",
            Self::Body => "its body",
            Self::Between => "from stage to stage",
            Self::Allocator => "the allocator",
            Self::Other => "something else",
        }
    }
}

/// The functions that allocate and free.
pub(super) const ALLOCATING: &[&str] = &["malloc", "free", "realloc", "calloc", "aligned_alloc"];

/// Functions of the C library's allocator, and Rust's to it.
const ALLOCATOR: &[&str] = &[
    "dlmalloc",
    "dlfree",
    "dlrealloc",
    "dispose_chunk",
    "sbrk",
    "__rust_alloc",
    "__rust_dealloc",
    "__rust_realloc",
];

/// What is inlined is for the innermost function that says what it is for.
const FILES: &[(&str, Stage)] = &[
    ("/bindings.rs", Stage::Boundary),
    ("/rt/async_support", Stage::Boundary),
    ("/backend/p2/incoming", Stage::Read),
    ("/backend/p3/incoming", Stage::Read),
    ("/backend/p2/serve.rs", Stage::Head),
    ("/backend/p3/serve.rs", Stage::Head),
    ("/backend/wasi/fields.rs", Stage::Head),
    ("/backend/message.rs", Stage::Head),
    ("/backend/p2/outgoing", Stage::Body),
    ("/backend/p3/outgoing", Stage::Body),
    ("/backend/p3/wire.rs", Stage::Body),
    ("/backend/target.rs", Stage::Read),
    ("/backend/", Stage::Between),
    ("sdk/src/router/run.rs", Stage::Between),
    ("sdk/src/router/erased.rs", Stage::Between),
    ("sdk/src/router/endpoint.rs", Stage::Between),
    ("sdk/src/router/method.rs", Stage::Build),
    ("sdk/src/routing.rs", Stage::Build),
    ("sdk/src/router.rs", Stage::Build),
    ("sdk/src/router/", Stage::Match),
    ("sdk/src/json.rs", Stage::Json),
    ("/serde", Stage::Json),
    ("/itoa", Stage::Json),
    ("/zmij", Stage::Json),
    ("sdk/src/extract", Stage::Extract),
    ("sdk/src/request", Stage::Read),
    ("/src/uri/", Stage::Read),
    ("/src/method.rs", Stage::Read),
    ("sdk/src/response", Stage::Head),
    ("/src/header/", Stage::Head),
    ("/src/status.rs", Stage::Head),
    ("sdk/src/body", Stage::Body),
    ("sdk/src/handler.rs", Stage::Between),
    ("sdk/src/service.rs", Stage::Between),
    ("guests/src/", Stage::Handler),
    ("guests/examples/", Stage::Handler),
    ("examples/", Stage::Handler),
];

/// What an instruction of a function is for.
pub(super) fn of(is_program: bool, function: &str, frames: &[Frame]) -> Stage {
    if !is_program || function.contains("cabi_realloc") {
        return Stage::Boundary;
    }
    if ALLOCATING.contains(&function) || ALLOCATOR.iter().any(|name| function.contains(name)) {
        return Stage::Allocator;
    }
    let known = frames.iter().find_map(|frame| {
        let (_, stage) = FILES.iter().find(|(part, _)| frame.file.contains(part))?;
        Some(match stage {
            // Routes are added there, and in the app.
            Stage::Match if frame.function.contains("Table::push") => Stage::Build,
            Stage::Match if frame.function.contains("Table::new") => Stage::Build,
            Stage::Handler if frame.function.contains("routes") => Stage::Build,
            stage => *stage,
        })
    });
    known.unwrap_or(if function.contains("#handle") { Stage::Boundary } else { Stage::Other })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(function: &str, file: &str) -> Frame {
        Frame { function: function.to_owned(), file: file.to_owned() }
    }

    #[test]
    fn the_innermost_place_that_is_known_counts() {
        let frames = [
            frame("core::ptr::write", "library/core/src/ptr/mod.rs"),
            frame("doorway::router::table::Table::push", "sdk/src/router/table.rs"),
            frame("app", "examples/hello/src/lib.rs"),
        ];
        assert_eq!(of(true, "app", &frames), Stage::Build);
        assert_eq!(of(true, "app", &frames[2..]), Stage::Handler);
        assert_eq!(of(true, "app", &frames[..1]), Stage::Other);
    }

    #[test]
    fn allocators_and_shims_have_no_lines() {
        assert_eq!(of(true, "dlmalloc", &[]), Stage::Allocator);
        assert_eq!(of(false, "function 3 of module 1", &[]), Stage::Boundary);
    }
}
