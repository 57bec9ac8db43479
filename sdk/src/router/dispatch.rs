//! From a request to the endpoint that answers it.

use std::cell::OnceCell;
use std::rc::Rc;

use http::Method;

use super::answers::{NotAllowed, NotFound};
use super::endpoint::{Around, Endpoint};
use super::erased::Erased;
use super::filter::MethodFilter;
use super::method::Slot;
use super::{Inner, pattern};
use crate::Request;

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
    fn allowed(&self, route: usize) -> MethodFilter;
}

impl Matched {
    /// The route's path as it was given, with the prefixes it is nested in.
    pub(crate) fn pattern(&self) -> &str {
        self.routes.pattern(self.route)
    }

    /// The methods that the path has handlers for, automatic ones too.
    pub(super) fn allowed(&self) -> MethodFilter {
        self.routes.allowed(self.route)
    }
}

impl Routes for Inner {
    fn pattern(&self, route: usize) -> &str {
        self.table.get(route).map_or("", |route| &route.path)
    }

    fn allowed(&self, route: usize) -> MethodFilter {
        let pattern = self.pattern(route);
        let routes = self.table.iter().filter(|route| route.path == pattern);
        let all = routes.fold(MethodFilter::OPTIONS, |all, route| all.or(route.methods.allowed()));
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
    /// A fallback, of a nested router if there is an index.
    Fallback(Option<usize>),
}

impl Inner {
    /// Finds what answers a request, and writes down in that what was found.
    pub(super) fn find(self: &Rc<Self>, request: &mut Request) -> Place {
        match self.find_route(request) {
            Some(route) => self.slot(route, request.method()),
            None => Place::Fallback(self.nested_fallback(request.context.path())),
        }
    }

    /// Finds the first route with the path that matches best.
    pub(super) fn find_route(self: &Rc<Self>, request: &mut Request) -> Option<usize> {
        request.start_routing();
        let found = self.table.find(request.context.target());
        request.context.matched = found.map(|route| Matched { routes: self.clone(), route });
        found
    }

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
        let Some(path) = self.table.get(first).map(|route| &route.path) else {
            return Place::Fallback(None);
        };
        let same = || self.table.iter().enumerate().filter(|(_, route)| route.path == *path);
        let find = |filter| {
            same().find_map(|(route, found)| {
                Some(Place::Handler { route, slot: found.methods.find(filter)? })
            })
        };
        let head = || if filter == MethodFilter::HEAD { find(MethodFilter::GET) } else { None };
        let any = || {
            let (route, _) = same().find(|(_, route)| route.methods.has_fallback())?;
            Some(Place::Handler { route, slot: Slot::Fallback })
        };
        find(filter).or_else(head).or_else(any).unwrap_or(Place::NotAllowed { route: first })
    }

    /// The fallback of the nested router that a path belongs to; of several the innermost.
    pub(super) fn nested_fallback(&self, path: &str) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for (index, (prefix, _)) in self.rare().nested_fallbacks.iter().enumerate() {
            let segments = prefix.matches('/').count();
            let end = path.match_indices('/').nth(segments).map_or(path.len(), |(end, _)| end);
            if pattern::walk(prefix, &path[..end], |_, _| {})
                && best.is_none_or(|(_, best)| segments > best)
            {
                best = Some((index, segments));
            }
        }
        Some(best?.0)
    }

    /// The handler at a place, and what is around it.
    pub(super) fn endpoint(&self, place: Place) -> (&dyn Erased, &Around) {
        let custom = match place {
            Place::Handler { route, slot } => {
                self.table.get(route).and_then(|route| route.methods.endpoint(slot))
            }
            Place::NotAllowed { route } => {
                let Some(route) = self.table.get(route) else { return (&NotFound, &None) };
                match route.methods.not_allowed() {
                    Some(endpoint) => Some(endpoint),
                    None => return (&NotAllowed, &route.methods.around),
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

impl Request {
    /// Sees to it that the target is what this router is to match.
    fn start_routing(&mut self) {
        if self.context.stripped > 0 {
            // A router in a nested service: what it gets is what was left of the path.
            self.uri();
            self.context.stripped = 0;
            self.context.target = OnceCell::new();
        }
        if self.context.target.get().is_none() {
            let target = self.read_target();
            self.context.target = OnceCell::from(target);
        }
    }
}
