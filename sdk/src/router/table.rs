//! The routes, and how the one for a path is found.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::filter::MethodFilter;
use super::method::Methods;
use super::pattern::{self, Match};
use super::priority::{goes_before, have_overlapping_suffixes};
use super::tree::{Refusal, Tree};

/// Whether routes are checked when they are added. In a component that is fit for release each new
/// instance would do it again, so that checks when it builds its tree.
const CHECKS: bool = cfg!(any(not(target_os = "wasi"), debug_assertions));

/// Routes in the order in which they were added.
///
/// Most hosts make an instance for each request, and building a tree takes longer than comparing
/// the path with all routes once. So the first request is matched by a scan, and the tree is built
/// at the second.
#[derive(Clone, Default)]
pub(super) struct Table {
    routes: Vec<Route>,
    tree: OnceCell<Option<Box<Tree>>>,
    is_reused: Cell<bool>,
    /// The tree that new routes are checked with.
    checked: Option<Box<Tree>>,
}

/// What is reserved at once, 4.5 KiB: growing copies all routes that are there.
const FIRST_CAPACITY: usize = 128;

#[derive(Clone)]
pub(super) struct Route {
    pub(super) path: Cow<'static, str>,
    pub(super) methods: Methods,
}

impl Table {
    pub(super) fn new() -> Self {
        Self { routes: Vec::with_capacity(FIRST_CAPACITY), ..Self::default() }
    }

    /// Adds a route. Several may have the same path, if not the same methods.
    #[inline(always)]
    #[track_caller]
    pub(super) fn push(&mut self, path: Cow<'static, str>, methods: Methods) {
        if CHECKS {
            self.check(&path, &methods);
        }
        self.routes.push(Route { path, methods });
    }

    #[track_caller]
    fn check(&mut self, path: &str, methods: &Methods) {
        let index = self.len();
        let mut twice = MethodFilter::default();
        let mut fallbacks = usize::from(methods.has_fallback());
        let mut is_known = false;
        for route in self.iter().filter(|route| route.path == path) {
            is_known = true;
            twice = twice.or(route.methods.allowed().and(methods.allowed()));
            fallbacks += usize::from(route.methods.has_fallback());
        }
        assert!(twice.is_empty(), "the route `{path}` has two handlers for {twice}");
        assert!(fallbacks < 2, "the route `{path}` has two handlers for any method");
        if is_known {
            return;
        }
        if let Err(refusal) = self.checked.get_or_insert_default().insert(path, index) {
            panic!("the route `{path}` cannot be added: {refusal}");
        }
    }

    pub(super) fn len(&self) -> usize {
        self.routes.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Route> {
        self.routes.get(index)
    }

    /// The handlers of a route's path: its own, and those of routes with the same path after it.
    pub(super) fn from(&self, first: usize) -> impl Iterator<Item = (usize, &Methods)> {
        let path = self.get(first).map(|route| &route.path);
        let routes = self.iter().enumerate().skip(first);
        let same = routes.filter(move |(_, route)| Some(&route.path) == path);
        same.map(|(index, route)| (index, &route.methods))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Route> {
        self.routes.iter_mut()
    }

    pub(super) fn into_routes(self) -> impl Iterator<Item = Route> {
        self.routes.into_iter()
    }

    /// The first route with the path that matches the path of a target best.
    pub(super) fn find(&self, target: &str) -> Option<usize> {
        if !self.is_reused.replace(true) {
            return self.scan(target);
        }
        match self.tree() {
            Some(tree) => tree.find(pattern::path(target)),
            None => self.scan(target),
        }
    }

    /// The tree; none if it would not find what a scan finds.
    fn tree(&self) -> Option<&Tree> {
        let tree = self.tree.get_or_init(|| self.build().map(Box::new));
        // Routes that came after the first requests are not in it.
        tree.as_deref().filter(|tree| tree.len() == self.len())
    }

    /// Builds the tree; the log says so if there is a route that it does not take.
    #[cold]
    fn build(&self) -> Option<Tree> {
        let mut tree = Tree::default();
        for (index, route) in self.iter().enumerate() {
            let Err(refusal) = tree.insert(&route.path, index) else { continue };
            let is_known = self.iter().take(index).any(|other| other.path == route.path);
            if matches!(refusal, Refusal::Conflict(_)) && is_known {
                continue;
            }
            eprintln!("doorway: the route `{}` should not be there: {refusal}", route.path);
            return None;
        }
        (!self.misleads_tree()).then_some(tree)
    }

    /// Whether there are routes such as `/{x}.json/a` beside `/{x}/b`. Of such suffixes matchit takes the
    /// longest, and does not come back for another when it finds no route from there.
    pub(super) fn misleads_tree(&self) -> bool {
        let mut suffixed = self.iter().filter(|route| pattern::has_inner_suffix(&route.path));
        suffixed.any(|route| {
            self.iter().any(|other| have_overlapping_suffixes(&route.path, &other.path))
        })
    }

    /// Compares the path with each route.
    pub(super) fn scan(&self, target: &str) -> Option<usize> {
        let key = target.as_bytes().get(1).copied().unwrap_or_default();
        // Most routes differ from the path in the byte after the slash already, unless that is a
        // brace; nothing else of ASCII that stands in a path comes after these.
        let may_match = |route: &Route| match route.path.as_bytes().get(1) {
            Some(byte) => *byte == key || *byte >= b'{',
            None => true,
        };
        let mut best: Option<(usize, &str)> = None;
        let mut from = 0;
        while let Some(skipped) = self.routes.get(from..)?.iter().position(may_match) {
            let index = from + skipped;
            from = index + 1;
            let Some(route) = self.routes.get(index) else { break };
            let pattern = &*route.path;
            match pattern::compare(pattern, target) {
                Match::No => {}
                Match::Literal => return Some(index),
                Match::Open => {
                    if best.is_none_or(|(_, best)| goes_before(pattern, best)) {
                        best = Some((index, pattern));
                    }
                }
            }
        }
        Some(best?.0)
    }
}
