//! The routing state of a request while that is http's.

use std::cell::Cell;
use std::sync::Arc;

use super::{Context, Matched, Parts};
use crate::body::Local;

/// Among the extensions, until the request is converted back. Those may be cloned and dropped on
/// another thread.
#[derive(Clone)]
struct Carried(Arc<Local<(Context, Option<Matched>)>>);

thread_local! {
    /// Set when the first state is carried, so that a component which only builds requests does not
    /// link how one is found.
    static RESTORE: Cell<Option<fn(&mut Parts)>> = const { Cell::new(None) };
}

/// Puts the routing state among the extensions.
pub(super) fn carry(parts: &mut Parts) {
    RESTORE.set(Some(take_back));
    let target = parts.target().to_owned();
    if parts.context.stripped > 0 {
        let original = parts.original_uri();
        parts.context.before_mut().uri.get_or_insert(original);
    }
    let mut context = std::mem::take(&mut parts.context);
    context.target = Some(target);
    let matched = parts.extensions.matched().cloned();
    parts.extensions.insert(Carried(Arc::new(Local::new((context, matched)))));
}

/// Takes the routing state back, if there is one among the extensions.
pub(super) fn restore(parts: &mut Parts) {
    if let Some(restore) = RESTORE.get() {
        restore(parts);
    }
}

fn take_back(parts: &mut Parts) {
    let Some(Carried(mut carried)) = parts.extensions.added().remove() else { return };
    let state = match Arc::get_mut(&mut carried) {
        Some(own) => own.get_mut().map(std::mem::take),
        None => carried.get().cloned(),
    };
    if let Some((context, matched)) = state {
        parts.context = context;
        parts.extensions.set_matched(matched, parts.context.prefix());
    }
}
