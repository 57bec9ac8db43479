//! Finding a route: from a path to the route that matches it best.
//!
//! There are two ways, and both find the same:
//!
//! - A **scan** compares the path with one route after the other. Nothing is prepared for it, so it
//!   answers the first request of an instance, which on most hosts is its last, and all requests
//!   where there are few routes.
//! - An [`Index`] is looked up with a hash of the path's segments, whatever the number of routes. It
//!   is built at the second request of an instance with many routes: with 107 of them it pays from
//!   some fifteen requests on.
//!
//! [`pattern`](crate::pattern) tells whether a path matches a route, and [`priority`] which of two routes that match
//! goes first. matchit's tree says the same of nearly all routes (a property test compares them), and
//! it decides which routes there may be beside each other ([`conflicts`]); as the second way it would
//! add 25 kB to a component.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::methods::Methods;
use crate::pattern::{common_literal, walk_from};
use crate::request::Values;
use conflicts::Conflicts;
use index::Index;
use priority::goes_before;

mod conflicts;
mod index;
pub(super) mod priority;
#[cfg(test)]
mod properties;
#[cfg(any(not(target_os = "wasi"), debug_assertions))]
mod tree;

/// The routes that there is room for at first: to grow copies all that are there.
const CAPACITY: usize = 32;

/// The most routes that are scanned for each request.
const FEW: usize = 64;

/// Routes in the order in which they were added.
#[derive(Default)]
pub(super) struct Table {
    routes: Vec<Route>,
    conflicts: Conflicts,
    index: OnceCell<Index>,
    is_reused: Cell<bool>,
}

#[derive(Clone)]
pub(super) struct Route {
    pub(super) path: Cow<'static, str>,
    pub(super) methods: Methods,
    /// The byte after the slash, in which most routes differ from a path already.
    first: u8,
}

impl Table {
    pub(super) fn new() -> Self {
        Self { routes: Vec::with_capacity(CAPACITY), ..Self::default() }
    }

    /// Adds a route. Several may have the same path, if not the same methods.
    // Inlined, a literal path is known here, and a route is written where it stays: with a hundred of
    // them a fresh instance is built in half the instructions.
    #[inline(always)]
    #[track_caller]
    pub(super) fn push(&mut self, path: Cow<'static, str>, methods: Methods) {
        self.conflicts.check(&self.routes, &path, &methods);
        let first = first(&path);
        if self.routes.len() == self.routes.capacity() {
            self.grow();
        }
        self.routes.push(Route { path, methods, first });
    }

    /// Makes room for many: each time all routes are copied.
    #[cold]
    fn grow(&mut self) {
        self.routes.reserve(4 * CAPACITY);
    }

    pub(super) fn len(&self) -> usize {
        self.routes.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Route> {
        self.routes.get(index)
    }

    /// Returns the handlers of a route's path: its own, and those of routes with the same path after
    /// it.
    pub(super) fn from(&self, first: usize) -> impl Iterator<Item = (usize, &Methods)> {
        let own = self.get(first);
        let others = self.iter().enumerate().skip(first + 1);
        let same = others.filter(move |(_, route)| own.is_some_and(|own| route.path == own.path));
        let all = own.map(|route| (first, route)).into_iter().chain(same);
        all.map(|(index, route)| (index, &route.methods))
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Route> {
        self.routes.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Route> {
        self.routes.iter_mut()
    }

    pub(super) fn into_routes(self) -> impl Iterator<Item = Route> {
        self.routes.into_iter()
    }

    /// Returns the first route with the pattern that matches the path of a target best.
    pub(super) fn find(&self, target: &str, values: &mut Values) -> Option<usize> {
        if self.len() <= FEW || !self.is_reused.replace(true) {
            return self.scan(target, values);
        }
        self.look_up(target, values)
    }

    /// Builds the index, if there are routes enough for it.
    #[cfg(feature = "warm")]
    pub(super) fn warm(&self) {
        if self.len() > FEW {
            self.is_reused.set(true);
            self.index();
        }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.iter().map(|route| &*route.path)))
    }

    fn scan(&self, target: &str, values: &mut Values) -> Option<usize> {
        let mut best = Best::new(values);
        let first = match first(target) {
            b'?' => 0,
            byte => byte,
        };
        let mut routes = self.iter();
        while routes.any(|route| route.first == first || route.first == BRACE) {
            let index = self.len() - routes.len() - 1;
            if best.is_final(self, index, target) {
                break;
            }
        }
        best.route
    }

    fn look_up(&self, target: &str, values: &mut Values) -> Option<usize> {
        let mut best = Best::new(values);
        self.index().find(target, |route| best.is_final(self, route, target));
        best.route
    }
}

/// Stands for both braces.
const BRACE: u8 = b'{';

/// Returns the byte after the slash; 0 if there is none.
#[inline(always)]
fn first(path: &str) -> u8 {
    match *path.as_bytes() {
        [_, b'{' | b'}', ..] => BRACE,
        [_, byte, ..] => byte,
        _ => 0,
    }
}

/// Without the index, as routes may be added.
impl Clone for Table {
    fn clone(&self) -> Self {
        let (routes, conflicts) = (self.routes.clone(), self.conflicts.clone());
        Self { routes, conflicts, ..Self::default() }
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

    /// Takes a route if it matches and goes before the one that was best. Returns whether none can be
    /// better.
    fn is_final(&mut self, table: &'a Table, index: usize, target: &str) -> bool {
        let Some(route) = table.get(index) else { return false };
        let pattern = &*route.path;
        let values = match compare(pattern, target) {
            Match::No => return false,
            Match::Literal => {
                (self.route, *self.values) = (Some(index), Values::default());
                return true;
            }
            Match::Open(values) => values,
        };
        if self.route.is_none_or(|best| {
            goes_before(pattern, self.pattern)
                || index < best && !goes_before(self.pattern, pattern)
        }) {
            (self.route, self.pattern, *self.values) = (Some(index), pattern, values);
        }
        false
    }
}

/// How a pattern matches a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    No,
    /// The pattern has no parameters: nothing goes before it.
    Literal,
    Open(Values),
}

/// As [`walk`], for a search: most patterns differ early, and many of the others are literal.
pub(super) fn compare(pattern: &str, target: &str) -> Match {
    let literal = common_literal(pattern, target);
    if literal == pattern.len() {
        let ends = matches!(target.as_bytes().get(literal), None | Some(b'?'));
        return if ends { Match::Literal } else { Match::No };
    }
    if !matches!(pattern.as_bytes().get(literal), Some(b'{' | b'}')) {
        return Match::No;
    }
    let mut values = Values::default();
    let mut note = |_: &str, value: &str| values.note(target, value);
    if walk_from(literal, pattern, target, &mut note) { Match::Open(values) } else { Match::No }
}
