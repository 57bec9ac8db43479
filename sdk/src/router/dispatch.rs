//! From a request to the endpoint that answers it.

use std::borrow::Cow;
use std::rc::Rc;

use http::{Method, StatusCode};

use super::answers::{add_allow, not_allowed, not_found};
use super::endpoint::{Around, Endpoint, state};
use super::filter::MethodFilter;
use super::find::Route;
use super::find::priority::is_further_in;
use super::inner::{Inner, RouterExtras};
use super::nest::without_tail;
use crate::Request;
use crate::middleware::next::{EndpointId, Endpoints, HandlerSlot, Layers};
use crate::pattern;
use crate::request::{Matched, Parts, Routes, Values};
use crate::response::reply::ReplyFuture;
use crate::target::length_of;

impl Routes for Inner {
    fn pattern(&self, route: usize) -> &Cow<'static, str> {
        static NONE: Cow<'static, str> = Cow::Borrowed("");
        self.table.get(route).map_or(&NONE, |route| &route.path)
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
}

impl Inner {
    /// Finds the endpoint for a request, and notes in that which route it was matched with.
    pub(super) fn find(self: &Rc<Self>, parts: &mut Parts) -> EndpointId {
        let mut values = Values::default();
        let found = self.table.find(parts.target(), &mut values);
        parts.context.values = values;
        let matched = found.map(|route| Matched { routes: self.clone(), route });
        parts.extensions.set_matched(matched, parts.context.prefix());
        match found {
            Some(route) => self.of_method(route, &parts.method),
            None => {
                let extras = self.extras.as_ref();
                EndpointId::Fallback(extras.and_then(|extras| extras.nested_fallback(parts)))
            }
        }
    }

    /// Finds the handler for a method among those of a path, whose first route this is.
    pub(super) fn of_method(&self, first: usize, method: &Method) -> EndpointId {
        let filter = MethodFilter::of(method);
        let is_head = filter == MethodFilter::HEAD;
        let (mut get, mut fallback, mut has_methods) = (None, None, false);
        for (route, methods) in self.table.from(first) {
            if let Some(slot) = methods.find(filter) {
                return EndpointId::Handler { route, slot };
            }
            if is_head && let Some(slot) = methods.find(MethodFilter::GET) {
                get = Some(EndpointId::Handler { route, slot });
            }
            if methods.has_fallback() {
                fallback = Some(route);
            }
            has_methods |= !methods.filter.is_empty();
        }
        match (get, fallback) {
            (Some(get), _) => get,
            (None, Some(route)) if has_methods => EndpointId::NotAllowed { route },
            (None, Some(route)) => EndpointId::Handler { route, slot: HandlerSlot::Fallback },
            (None, None) if filter == MethodFilter::OPTIONS => EndpointId::Options { route: first },
            (None, None) => EndpointId::NotAllowed { route: first },
        }
    }

    /// Returns an endpoint; `None` where the router answers itself.
    fn endpoint(&self, id: EndpointId) -> Option<&Endpoint> {
        match id {
            EndpointId::Handler { route, slot } => self.table.get(route)?.methods.endpoint(slot),
            EndpointId::NotAllowed { route } => self.table.get(route)?.methods.refusing(),
            EndpointId::Options { .. } => None,
            EndpointId::Fallback(Some(nested)) => {
                Some(&self.extras.as_ref()?.nested_fallbacks.get(nested)?.1)
            }
            EndpointId::Fallback(None) => self.extras.as_ref()?.fallback.as_ref(),
        }
    }

    /// Returns the layers around an endpoint.
    pub(super) fn layers(&self, id: EndpointId) -> Option<&Rc<Layers>> {
        let around: &Around = match (self.endpoint(id), id) {
            (Some(endpoint), _) => &endpoint.around,
            (None, EndpointId::NotAllowed { route } | EndpointId::Options { route }) => {
                let Route { methods, .. } = self.table.get(route)?;
                &methods.around
            }
            (None, _) => &self.extras.as_ref()?.not_found_around,
        };
        around.as_ref()?.layers.as_ref()
    }

    /// Returns the methods that the path of a route has handlers for, automatic ones too.
    fn allowed(&self, route: usize) -> MethodFilter {
        let routes = self.table.from(route);
        let all = routes.fold(MethodFilter::OPTIONS, |all, (_, route)| all.or(route.allowed()));
        if all.intersects(MethodFilter::GET) { all.or(MethodFilter::HEAD) } else { all }
    }
}

impl Endpoints for Inner {
    fn call(&self, id: EndpointId, request: Request) -> ReplyFuture<'_> {
        if let Some(Endpoint { handler, around }) = self.endpoint(id) {
            let reply = handler.call(request, state(around));
            let EndpointId::NotAllowed { route } = id else { return reply };
            return Box::pin(async move {
                let mut reply = reply.await;
                if reply.response.status() == StatusCode::METHOD_NOT_ALLOWED {
                    add_allow(&mut reply, self.allowed(route));
                }
                reply
            });
        }
        Box::pin(std::future::ready(match id {
            EndpointId::NotAllowed { route } | EndpointId::Options { route } => {
                not_allowed(request.method(), self.allowed(route))
            }
            _ => not_found(),
        }))
    }

    fn share(self: Rc<Self>) -> Rc<dyn Endpoints> {
        self
    }
}

impl RouterExtras {
    /// Finds the fallback of the nested router that a path belongs to, and notes the prefix.
    fn nested_fallback(&self, parts: &mut Parts) -> Option<usize> {
        let path = parts.path();
        let mut best: Option<(usize, &str)> = None;
        for (index, (prefix, _)) in self.nested_fallbacks.iter().enumerate() {
            let end = length_of(pattern::segments(prefix), path);
            if pattern::walk(prefix, &path[..end], |_, _| {})
                && best.is_none_or(|(_, best)| is_further_in(prefix, best))
            {
                best = Some((index, prefix));
            }
        }
        let (index, prefix) = best?;
        let length = length_of(pattern::segments(prefix), path);
        parts.note_prefix(prefix, length);
        Some(index)
    }
}
