//! From a request to the endpoint that answers it.

use std::cell::OnceCell;
use std::rc::Rc;

use http::Method;

use super::answers::{NotAllowed, NotFound};
use super::endpoint::{Around, Endpoint};
use super::erased::Erased;
use super::filter::MethodFilter;
use super::inner::{Inner, Rare, Serving};
use super::method::Slot;
use super::nest::without_tail;
use super::pattern;
use super::priority::goes_before;
use super::run::Refuse;
use super::table::Route;
use crate::Request;
use crate::request::Head;

/// The route that a request was matched with.
#[derive(Clone)]
pub(crate) struct Matched {
    // Not by its type: a component without a router does not carry what drops one.
    routes: Rc<dyn Routes>,
    route: usize,
}

/// What a request's route can be asked.
trait Routes {
    fn pattern(&self, route: usize) -> &str;
    fn shown(&self, route: usize) -> &str;
    fn allowed(&self, route: usize) -> MethodFilter;
}

impl Matched {
    /// The route's path as it was given, with the prefixes it is nested in.
    pub(crate) fn pattern(&self) -> &str {
        self.routes.pattern(self.route)
    }

    /// As `pattern`, without what a nested service has at its end.
    pub(crate) fn shown(&self) -> &str {
        self.routes.shown(self.route)
    }

    /// The methods that the path has handlers for, automatic ones too.
    pub(super) fn allowed(&self) -> MethodFilter {
        self.routes.allowed(self.route)
    }
}

impl Routes for Serving {
    fn pattern(&self, route: usize) -> &str {
        self.table.get(route).map_or("", |route| &route.path)
    }

    fn shown(&self, route: usize) -> &str {
        let pattern = self.pattern(route);
        let before_slash = || {
            // Of the three routes of a nested service the one with the tail is the last.
            let prefix = without_tail(self.pattern(route + 1))?;
            (pattern.strip_suffix('/') == Some(prefix)).then_some(prefix)
        };
        without_tail(pattern).or_else(before_slash).unwrap_or(pattern)
    }

    fn allowed(&self, route: usize) -> MethodFilter {
        let routes = self.table.from(route);
        let all = routes.fold(MethodFilter::OPTIONS, |all, (_, route)| all.or(route.allowed()));
        if all.intersects(MethodFilter::GET) { all.or(MethodFilter::HEAD) } else { all }
    }
}

/// Which endpoint of a router it is. A reference to it would have to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Handler {
        route: usize,
        slot: Slot,
    },
    /// The path has handlers, but not for this method.
    NotAllowed {
        route: usize,
    },
    /// The path has handlers, but none for `OPTIONS`.
    Options {
        route: usize,
    },
    /// A fallback, of a nested router if there is an index.
    Fallback(Option<usize>),
}

impl Serving {
    /// Finds what answers a request, and writes down in that what was found.
    pub(super) fn find(self: &Rc<Self>, request: &mut Request) -> Place {
        match self.find_route(request) {
            Some(route) => self.slot(route, request.method()),
            None => self.fallback(request),
        }
    }

    /// Finds the first route with the path that matches best.
    pub(super) fn find_route(self: &Rc<Self>, request: &mut Request) -> Option<usize> {
        request.set_target();
        let context = &mut request.context;
        let target = context.target.get().map_or("/", String::as_str);
        let found = self.search.find(&self.table, target, &mut context.values);
        request.context.matched = found.map(|route| Matched { routes: self.clone(), route });
        found
    }
}

impl Inner {
    /// The handler of a route for this method, if it is the first and nothing is around it: what most
    /// requests come to.
    pub(super) fn plain_handler(&self, route: usize, method: &Method) -> Option<&dyn Erased> {
        let methods = &self.table.get(route)?.methods;
        let endpoint = methods.first.as_ref()?;
        let is_meant = methods.filter.intersects(MethodFilter::of(method));
        (is_meant && endpoint.around.is_none()).then_some(&*endpoint.handler)
    }

    /// The handler for a method among those of a path.
    pub(super) fn slot(&self, first: usize, method: &Method) -> Place {
        let filter = MethodFilter::of(method);
        if let Some(slot) = self.table.get(first).and_then(|route| route.methods.find(filter)) {
            return Place::Handler { route: first, slot };
        }
        let is_head = filter == MethodFilter::HEAD;
        let (mut get, mut fallback, mut has_methods) = (None, None, false);
        for (route, methods) in self.table.from(first) {
            if let Some(slot) = methods.find(filter) {
                return Place::Handler { route, slot };
            }
            if is_head && let Some(slot) = methods.find(MethodFilter::GET) {
                get = Some(Place::Handler { route, slot });
            }
            if methods.has_fallback() {
                fallback = Some(route);
            }
            has_methods |= !methods.filter.is_empty();
        }
        match (get, fallback) {
            (Some(get), _) => get,
            (None, Some(route)) if has_methods => Place::NotAllowed { route },
            (None, Some(route)) => Place::Handler { route, slot: Slot::Fallback },
            (None, None) if filter == MethodFilter::OPTIONS => Place::Options { route: first },
            (None, None) => Place::NotAllowed { route: first },
        }
    }

    /// The place of a fallback: that of the nested router which the path belongs to, if there is one.
    pub(super) fn fallback(&self, request: &mut Request) -> Place {
        let rare = self.rare();
        Place::Fallback(rare.find_nested.and_then(|find| find(rare, request)))
    }

    /// What answers a method that has no handler, if it is not the router itself.
    pub(super) fn refuse(&self, place: Place) -> Option<Refuse> {
        let Place::NotAllowed { route } = place else { return None };
        self.table.get(route)?.methods.more.as_ref()?.refuse
    }

    /// The handler at a place, and what is around it.
    pub(super) fn endpoint(&self, place: Place) -> (&dyn Erased, &Around) {
        let custom = match place {
            Place::Handler { route, slot } => {
                self.table.get(route).and_then(|route| route.methods.endpoint(slot))
            }
            Place::NotAllowed { route } | Place::Options { route } => {
                let Some(Route { methods, .. }) = self.table.get(route) else {
                    return (&NotFound, &None);
                };
                let is_options = matches!(place, Place::Options { .. });
                match methods.refusing().filter(|_| !is_options) {
                    Some(endpoint) => Some(endpoint),
                    None => return (&NotAllowed, &methods.around),
                }
            }
            Place::Fallback(Some(nested)) => {
                self.rare().nested_fallbacks.get(nested).map(|(_, endpoint)| endpoint)
            }
            Place::Fallback(None) => self.rare().fallback.as_ref(),
        };
        match custom {
            Some(Endpoint { handler, around }) => (&**handler, around),
            None => (&NotFound, &self.rare().not_found_around),
        }
    }
}

impl Rare {
    pub(super) fn nested_fallback(&self, request: &mut Request) -> Option<usize> {
        let path = request.context.path();
        let mut best: Option<(usize, &str)> = None;
        for (index, (prefix, _)) in self.nested_fallbacks.iter().enumerate() {
            let end = pattern::length_of(pattern::segments(prefix), path);
            if pattern::walk(prefix, &path[..end], |_, _| {})
                && best.is_none_or(|(_, best)| is_further_in(prefix, best))
            {
                best = Some((index, prefix));
            }
        }
        let (index, prefix) = best?;
        let length = pattern::length_of(pattern::segments(prefix), path);
        request.context.note_prefix(prefix, length);
        Some(index)
    }
}

/// Whether a path below both prefixes is rather one's.
fn is_further_in(one: &str, other: &str) -> bool {
    goes_before(one, other)
        || !goes_before(other, one) && pattern::segments(one) > pattern::segments(other)
}

impl Request {
    /// Sees to it that the target is what this router is to match. A router that the host calls needs
    /// none of this.
    pub(super) fn start_again(&mut self) {
        if self.context.target.get().is_none() {
            return;
        }
        let stripped = self.context.stripped;
        if stripped > 0 {
            let original = self.original_uri();
            self.uri();
            self.context.before_mut().uri.get_or_insert(original);
            if let Some(matched) = self.context.matched.take() {
                let segments = self.context.target()[..stripped].matches('/').count();
                let pattern = matched.pattern();
                let prefix = &pattern[..pattern::length_of(segments, pattern)];
                self.context.note_prefix(prefix, stripped);
            }
            self.context.stripped = 0;
        }
        if self.has_read_uri() {
            self.context.target = OnceCell::from(self.read_target());
        }
    }
}
