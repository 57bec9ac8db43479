//! The routes, and how the one for a path is found.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::checks::Checks;
use super::index::Index;
use super::method::Methods;
use super::pattern::{self, Match};
use super::priority::goes_before;
use super::values::Values;

/// Routes in the order in which they were added.
///
/// Most hosts make an instance for each request, and few routes are compared with the path faster
/// than they are looked up. So a scan finds the route of the first request, and of all if there are
/// few routes; else the second request builds an index.
#[derive(Clone, Default)]
pub(super) struct Table {
    routes: Vec<Route>,
    checks: Checks,
}

/// What is known from earlier requests.
#[derive(Default)]
pub(super) struct Search {
    index: OnceCell<Index>,
    is_reused: Cell<bool>,
}

/// Up to so many routes are scanned each time.
const FEW: usize = 64;

/// What is reserved at once, 1.25 KiB. The allocator writes behind what it gives, so that more of it would touch
/// another page, which costs each fresh instance a page fault.
const FIRST_CAPACITY: usize = 32;

/// What is reserved when that is full: growing copies all routes that are there.
const MORE: usize = 128;

#[derive(Clone)]
pub(super) struct Route {
    pub(super) path: Cow<'static, str>,
    pub(super) methods: Methods,
    start: Start,
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
        let start = Start::of_route(&path);
        // Not by `push` alone, which takes the list by reference: it would have to stay in memory.
        if self.routes.len() == self.routes.capacity() {
            self.routes = grown(std::mem::take(&mut self.routes));
            assert!(self.routes.len() < self.routes.capacity());
        }
        self.routes.push(Route { path, methods, start });
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

    pub(super) fn indexed(&self) -> Index {
        Index::new(self.routes.iter().map(|route| &*route.path))
    }

    pub(super) fn look_up(
        &self,
        index: &Index,
        target: &str,
        values: &mut Values,
    ) -> Option<usize> {
        let mut best = Best::new(values);
        index.find(target, |route| best.is_found(self, route, target));
        best.route
    }

    /// Compares the path with each route.
    pub(super) fn scan(&self, target: &str, values: &mut Values) -> Option<usize> {
        let start = Start::of_target(target);
        let mut best = Best::new(values);
        let mut routes = self.routes.iter();
        while routes.any(|route| route.start == start || route.start == Start::OPEN) {
            let route = self.len() - routes.len() - 1;
            if best.is_found(self, route, target) {
                break;
            }
        }
        best.route
    }
}

#[cold]
fn grown(mut routes: Vec<Route>) -> Vec<Route> {
    routes.reserve(MORE);
    routes
}

/// The two bytes after the slash: most routes differ from a path in these already.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Start(u16);

impl Start {
    /// With a brace among them; no text has these bytes.
    const OPEN: Self = Self(u16::MAX);

    /// Known when it is compiled, for a path that is.
    #[inline(always)]
    fn of_route(path: &str) -> Self {
        let is_brace = |byte| matches!(byte, b'{' | b'}');
        match *path.as_bytes() {
            [_, one, ..] if is_brace(one) => Self::OPEN,
            [_, _, other, ..] if is_brace(other) => Self::OPEN,
            [_, one, other, ..] => Self::new(one, other),
            [_, one] => Self::new(one, 0),
            _ => Self::new(0, 0),
        }
    }

    fn of_target(target: &str) -> Self {
        match *target.as_bytes() {
            [_, b'?', ..] => Self::new(0, 0),
            [_, one, b'?', ..] | [_, one] => Self::new(one, 0),
            [_, one, other, ..] => Self::new(one, other),
            _ => Self::new(0, 0),
        }
    }

    const fn new(one: u8, other: u8) -> Self {
        Self(u16::from_ne_bytes([one, other]))
    }
}

impl Search {
    /// The first route with the path that matches the path of a target best.
    pub(super) fn find(&self, table: &Table, target: &str, values: &mut Values) -> Option<usize> {
        if table.len() <= FEW || !self.is_reused.replace(true) {
            return table.scan(target, values);
        }
        table.look_up(self.index.get_or_init(|| table.indexed()), target, values)
    }
}

/// The best route so far.
struct Best<'a> {
    route: Option<usize>,
    pattern: &'a str,
    values: &'a mut Values,
}

impl<'a> Best<'a> {
    fn new(values: &'a mut Values) -> Self {
        Self { route: None, pattern: "", values }
    }

    /// Takes a route if it matches and goes before the one that was best. Says whether none can be
    /// better.
    fn is_found(&mut self, table: &'a Table, index: usize, target: &str) -> bool {
        let Some(route) = table.get(index) else { return false };
        let pattern = &*route.path;
        let mut values = Values::default();
        let found = pattern::compare(pattern, target, &mut values);
        let is_better = match (found, self.route) {
            (Match::No, _) => return false,
            (Match::Literal, _) | (Match::Open, None) => true,
            (Match::Open, Some(best)) => {
                goes_before(pattern, self.pattern)
                    || index < best && !goes_before(self.pattern, pattern)
            }
        };
        if is_better {
            (self.route, self.pattern, *self.values) = (Some(index), pattern, values);
        }
        found == Match::Literal
    }
}
