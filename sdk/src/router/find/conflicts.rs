//! [`Conflicts`]: which routes exclude each other.

#[cfg(any(not(target_os = "wasi"), debug_assertions))]
use super::tree::Tree;
use super::{Methods, Route};
#[cfg(any(not(target_os = "wasi"), debug_assertions))]
use crate::router::filter::MethodFilter;

/// Checks routes when they are added: natively, and in a component with debug assertions. In one
/// that is fit for release each new instance would do it again.
#[derive(Clone, Default)]
pub(super) struct Conflicts {
    #[cfg(any(not(target_os = "wasi"), debug_assertions))]
    tree: Option<Box<Tree>>,
}

impl Conflicts {
    #[cfg(any(not(target_os = "wasi"), debug_assertions))]
    #[track_caller]
    pub(super) fn check(&mut self, routes: &[Route], path: &str, methods: &Methods) {
        let mut twice = MethodFilter::default();
        let mut fallbacks = usize::from(methods.has_fallback());
        let mut is_known = false;
        for route in routes.iter().filter(|route| route.path == path) {
            is_known = true;
            twice = twice.or(route.methods.allowed().and(methods.allowed()));
            fallbacks += usize::from(route.methods.has_fallback());
        }
        assert!(twice.is_empty(), "the route `{path}` has two handlers for {twice}");
        assert!(fallbacks < 2, "the route `{path}` has two handlers for any method");
        if is_known {
            return;
        }
        if let Err(refusal) = self.tree.get_or_insert_default().insert(path, routes.len()) {
            panic!("the route `{path}` cannot be added: {refusal}");
        }
    }

    #[cfg(not(any(not(target_os = "wasi"), debug_assertions)))]
    #[inline(always)]
    pub(super) fn check(&mut self, _: &[Route], _: &str, _: &Methods) {}
}
