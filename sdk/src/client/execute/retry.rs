//! Sending a request again.

use http::header::RETRY_AFTER;

use crate::client::error::Error;
use crate::client::pending_request::PendingRequest;
use crate::client::response_state::ResponseState;
use crate::client::retry::Policy;
use crate::client::settings::Delay;
use crate::time::sleep;

/// Prepares a request whose response came, or that failed, to be sent again; `None` if it is not to
/// be.
pub(in crate::client) fn retry(
    policy: &Policy,
    pending: &mut PendingRequest,
    error: Option<&Error>,
) -> Option<Delay> {
    let extras = pending.extras.as_ref();
    let retries = extras.map_or(0, |extras| extras.retries);
    let end = extras.and_then(|extras| extras.deadline.as_ref()?.end());
    let outcome = match error {
        Some(error) => Err(error),
        None => Ok(pending.response.status()),
    };
    let is_retried =
        pending.is_kept() && policy.retries(retries, &pending.method, &pending.url, outcome);
    if !is_retried {
        return None;
    }
    let retry_after = if error.is_none() { pending.response.header(&RETRY_AFTER) } else { None };
    let delay = policy.delay(retries, retry_after.as_ref(), end)?;
    pending.extras.get_or_insert_default().retries += 1;
    // Nobody reads its body: the connection may go.
    pending.response = ResponseState::default();
    Some(Box::pin(sleep(delay)))
}
