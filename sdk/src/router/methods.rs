//! [`Methods`]: the contents of a `MethodRouter`.

use super::endpoint::{Around, Change, Endpoint};
use super::filter::MethodFilter;
use crate::middleware::next::HandlerSlot;

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
    pub(super) fn add(&mut self, filter: MethodFilter, endpoint: Endpoint) {
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
