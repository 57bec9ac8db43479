//! [`MethodRouter`]: the handlers of one path, by method.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use super::boxed;
use super::endpoint::{Around, Change, Endpoint};
use super::filter::MethodFilter;
use crate::middleware::Layer;
use crate::middleware::next::HandlerSlot;
use crate::{Handler, IntoService};

/// The handlers of one path, by method.
///
/// Other methods are answered with 405, and an `allow` field that lists those with a handler
/// ([RFC 9110, 15.5.6](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6)). `HEAD` is answered
/// by the handler of `GET` without the content, and `OPTIONS` with 204 and `allow`, unless they
/// have handlers of their own.
///
/// # Examples
///
/// ```
/// use doorway::Router;
/// use doorway::routing::{MethodRouter, get};
///
/// let planets: MethodRouter = get(|| async { "all planets" }).post(|| async { "a new one" });
/// let app = Router::new().route("/planets", planets);
/// # let _: Router = app;
/// ```
#[must_use]
pub struct MethodRouter<S = ()> {
    pub(super) methods: Methods,
    state: PhantomData<fn(S)>,
}

/// The contents of a `MethodRouter`, whatever its state.
#[derive(Clone, Default)]
pub(crate) struct Methods {
    pub(super) filter: MethodFilter,
    pub(super) first: Option<Endpoint>,
    pub(super) extra: Option<Box<ExtraHandlers>>,
    /// Around the answer to a method that has no handler.
    pub(super) around: Around,
}

/// The handlers that few routes have beside the first.
#[derive(Clone, Default)]
pub(super) struct ExtraHandlers {
    pub(super) endpoints: Vec<(MethodFilter, Endpoint)>,
    pub(super) fallback: Option<Endpoint>,
    /// Answers a method that has no handler, except for `OPTIONS`, in place of the router.
    not_allowed: Option<Endpoint>,
}

impl Methods {
    pub(super) fn of(filter: MethodFilter, endpoint: Endpoint) -> Self {
        Self { filter, first: Some(endpoint), ..Self::default() }
    }

    pub(super) fn of_fallback(endpoint: Endpoint) -> Self {
        let extra = ExtraHandlers { fallback: Some(endpoint), ..ExtraHandlers::default() };
        Self { extra: Some(Box::new(extra)), ..Self::default() }
    }

    pub(super) fn endpoint(&self, slot: HandlerSlot) -> Option<&Endpoint> {
        match slot {
            HandlerSlot::First => self.first.as_ref(),
            HandlerSlot::Extra(index) => Some(&self.extra.as_ref()?.endpoints.get(index)?.1),
            HandlerSlot::Fallback => self.extra.as_ref()?.fallback.as_ref(),
        }
    }

    /// Finds the handler of a method.
    pub(super) fn find(&self, method: MethodFilter) -> Option<HandlerSlot> {
        if self.filter.intersects(method) {
            return Some(HandlerSlot::First);
        }
        let endpoints = &self.extra.as_ref()?.endpoints;
        Some(HandlerSlot::Extra(
            endpoints.iter().position(|(filter, _)| filter.intersects(method))?,
        ))
    }

    pub(super) fn has_fallback(&self) -> bool {
        self.extra.as_ref().is_some_and(|extra| extra.fallback.is_some())
    }

    /// Returns the endpoint for methods that have no handler.
    pub(super) fn refusing(&self) -> Option<&Endpoint> {
        let extra = self.extra.as_ref()?;
        extra.fallback.as_ref().or(extra.not_allowed.as_ref())
    }

    /// A route that has a fallback keeps it.
    pub(super) fn set_not_allowed(&mut self, endpoint: &Endpoint) {
        if self.refusing().is_none() {
            let extra = self.extra.get_or_insert_default();
            extra.not_allowed = Some(endpoint.clone());
        }
    }

    /// Returns all methods that have a handler.
    pub(super) fn allowed(&self) -> MethodFilter {
        let extra = self.extra.iter().flat_map(|extra| &extra.endpoints);
        extra.fold(self.filter, |all, (filter, _)| all.or(*filter))
    }

    #[track_caller]
    fn add(&mut self, filter: MethodFilter, endpoint: Endpoint) {
        let twice = self.allowed().and(filter);
        assert!(twice.is_empty(), "a method router has two handlers for {twice}");
        if self.first.is_none() {
            self.filter = filter;
            self.first = Some(endpoint);
        } else {
            self.extra.get_or_insert_default().endpoints.push((filter, endpoint));
        }
    }

    pub(super) fn for_each(&mut self, mut change: impl FnMut(&mut Endpoint)) {
        self.first.iter_mut().for_each(&mut change);
        if let Some(extra) = &mut self.extra {
            extra.endpoints.iter_mut().for_each(|(_, endpoint)| change(endpoint));
            extra.fallback.iter_mut().chain(&mut extra.not_allowed).for_each(change);
        }
    }

    pub(super) fn change(&mut self, change: &mut Change) {
        self.for_each(|endpoint| change.apply(&mut endpoint.around));
    }
}

impl<S: 'static> MethodRouter<S> {
    /// Creates a method router without handlers.
    pub fn new() -> Self {
        Methods::default().into()
    }

    pub(crate) fn starting<H: Handler<T, S>, T: 'static>(filter: MethodFilter, handler: H) -> Self {
        Methods::of(filter, Endpoint::new(boxed::handler(handler))).into()
    }

    /// Adds a handler for the methods of a filter.
    ///
    /// # Panics
    ///
    /// If one of them has a handler already; the message names the line of the call.
    #[track_caller]
    pub fn on<H: Handler<T, S>, T: 'static>(self, filter: MethodFilter, handler: H) -> Self {
        self.with(filter, Endpoint::new(boxed::handler(handler)))
    }

    /// As [`on`](Self::on), with a [service](IntoService).
    ///
    /// # Panics
    ///
    /// As [`on`](Self::on).
    #[track_caller]
    pub fn on_service<M>(self, filter: MethodFilter, service: impl IntoService<M>) -> Self {
        self.with(filter, Endpoint::new(boxed::service(Rc::new(service.into_service()))))
    }

    #[track_caller]
    fn with(mut self, filter: MethodFilter, endpoint: Endpoint) -> Self {
        self.methods.add(filter, endpoint);
        self
    }

    /// Answers the methods that have no handler, `OPTIONS` among them, in place of a 405. A response
    /// with status 405 is given `allow`.
    pub fn fallback<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        let endpoint = Endpoint::new(boxed::handler(handler));
        self.methods.extra.get_or_insert_default().fallback = Some(endpoint);
        self
    }

    /// As [`fallback`](Self::fallback), with a [service](IntoService).
    pub fn fallback_service<M>(mut self, service: impl IntoService<M>) -> Self {
        let endpoint = Endpoint::new(boxed::service(Rc::new(service.into_service())));
        self.methods.extra.get_or_insert_default().fallback = Some(endpoint);
        self
    }

    /// Adds the handlers of another one.
    ///
    /// # Panics
    ///
    /// If both have a handler for a method, or a fallback; the message names the line of the call.
    #[track_caller]
    pub fn merge(mut self, other: Self) -> Self {
        let Methods { filter, first, extra, .. } = other.methods;
        if let Some(first) = first {
            self.methods.add(filter, first);
        }
        let Some(extra) = extra else { return self };
        for (filter, endpoint) in extra.endpoints {
            self.methods.add(filter, endpoint);
        }
        if let Some(fallback) = extra.fallback {
            let own = self.methods.extra.get_or_insert_default();
            assert!(own.fallback.is_none(), "two method routers with a fallback cannot be merged");
            own.fallback = Some(fallback);
        }
        self
    }

    /// Puts a middleware around all handlers so far, and around the answer to methods that have
    /// none.
    pub fn layer(mut self, layer: impl Layer) -> Self {
        let mut change = Change::layer(layer.into_layer());
        self.methods.change(&mut change);
        change.apply(&mut self.methods.around);
        self
    }

    /// Puts a middleware around all handlers so far, and not around the answer to methods that
    /// have none.
    pub fn route_layer(mut self, layer: impl Layer) -> Self {
        self.methods.change(&mut Change::layer(layer.into_layer()));
        self
    }

    /// Gives the handlers their state.
    pub fn with_state<S2>(mut self, state: S) -> MethodRouter<S2> {
        if let Some(mut change) = Change::state(state) {
            self.methods.change(&mut change);
        }
        self.methods.into()
    }
}

impl<S> From<Methods> for MethodRouter<S> {
    fn from(methods: Methods) -> Self {
        Self { methods, state: PhantomData }
    }
}

impl<S> Clone for MethodRouter<S> {
    fn clone(&self) -> Self {
        self.methods.clone().into()
    }
}

impl<S: 'static> Default for MethodRouter<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for MethodRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = self.methods.allowed();
        f.debug_tuple("MethodRouter").field(&format_args!("{allowed}")).finish()
    }
}
