//! Retries: [`Policy`] says when a request is sent again.

use super::call::Call;
use super::execute::{self, Sending};
use super::settings::Settings;

/// When a request that failed is sent again.
#[derive(Clone, Debug)]
pub struct Policy {
    most: u32,
}

impl Policy {
    /// Repeats a request so many times, if it is one that may be repeated.
    pub fn new(most: u32) -> Self {
        Self { most }
    }
}

type Run = for<'a> fn(&'a Policy, Option<&'a Settings>, &'a mut Call) -> Sending<'a>;

/// A policy and what carries it out.
#[derive(Clone)]
pub(super) struct Retrying {
    policy: Policy,
    run: Run,
}

impl Retrying {
    pub(super) fn new(policy: Policy) -> Self {
        Self { policy, run }
    }

    pub(super) fn run<'a>(
        &'a self,
        settings: Option<&'a Settings>,
        call: &'a mut Call,
    ) -> Sending<'a> {
        (self.run)(&self.policy, settings, call)
    }
}

fn run<'a>(_: &'a Policy, settings: Option<&'a Settings>, call: &'a mut Call) -> Sending<'a> {
    Box::pin(async move {
        let body = std::mem::take(&mut call.body);
        execute::exchange(settings, call, body).await
    })
}
