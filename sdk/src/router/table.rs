//! The routes, and how the one for a path is found.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::checks::Checks;
use super::index::Index;
use super::method::Methods;
use super::pattern::{self, Match};
use super::priority::goes_before;

/// Routes in the order in which they were added.
///
/// Most hosts make an instance for each request, and few routes are compared with the path faster
/// than they are looked up. So a scan finds the route of the first request, and of all if there are
/// few routes; else the second request builds an index.
#[derive(Default)]
pub(super) struct Table {
    routes: Vec<Route>,
    index: OnceCell<Index>,
    is_reused: Cell<bool>,
    checks: Checks,
}

/// Up to so many routes are scanned each time.
const FEW: usize = 16;

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
        self.checks.check(&self.routes, &path, &methods);
        self.routes.push(Route { path, methods });
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
        if self.len() <= FEW || !self.is_reused.replace(true) {
            return self.scan(target);
        }
        let index = self.index.get_or_init(|| self.indexed());
        // Routes that came after the first requests are not in it.
        if index.len() == self.len() { self.look_up(index, target) } else { self.scan(target) }
    }

    pub(super) fn indexed(&self) -> Index {
        Index::new(self.routes.iter().map(|route| &*route.path))
    }

    pub(super) fn look_up(&self, index: &Index, target: &str) -> Option<usize> {
        let mut best = Best::default();
        index.find(target, |route| best.is_found(self, route, target));
        best.route
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
        let mut best = Best::default();
        let mut from = 0;
        while let Some(skipped) = self.routes.get(from..)?.iter().position(may_match) {
            let route = from + skipped;
            from = route + 1;
            if best.is_found(self, route, target) {
                break;
            }
        }
        best.route
    }
}

/// The best route so far.
#[derive(Default)]
struct Best<'a> {
    route: Option<usize>,
    pattern: &'a str,
}

impl<'a> Best<'a> {
    /// Takes a route if it matches and goes before the one that was best. Says whether none can be
    /// better.
    fn is_found(&mut self, table: &'a Table, index: usize, target: &str) -> bool {
        let Some(route) = table.get(index) else { return false };
        let pattern = &*route.path;
        let found = pattern::compare(pattern, target);
        let is_better = match (found, self.route) {
            (Match::No, _) => return false,
            (Match::Literal, _) | (Match::Open, None) => true,
            (Match::Open, Some(best)) => {
                goes_before(pattern, self.pattern)
                    || index < best && !goes_before(self.pattern, pattern)
            }
        };
        if is_better {
            *self = Self { route: Some(index), pattern };
        }
        found == Match::Literal
    }
}

/// Without what is known from earlier requests.
impl Clone for Table {
    fn clone(&self) -> Self {
        Self { routes: self.routes.clone(), checks: self.checks.clone(), ..Self::default() }
    }
}
