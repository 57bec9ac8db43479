//! HTTP on the loopback for tests of any host: a client that sends and sees every byte, and upstreams.
//!
//! All of it panics with what it saw when something is not as a test expects, and after 30 seconds
//! when nothing happens at all.

mod answer;
mod raw;
mod upstream;

pub use answer::Answer;
pub use raw::{Head, Raw};
pub use upstream::Upstream;

use std::time::Duration;

/// How long anything in a test may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// Waits for `future`, but not forever.
///
/// # Panics
///
/// After 30 seconds; `what` says what did not happen.
#[track_caller]
pub fn within<F: Future>(what: &str, future: F) -> impl Future<Output = F::Output> {
    let caller = std::panic::Location::caller();
    async move {
        match tokio::time::timeout(DEADLINE, future).await {
            Ok(output) => output,
            Err(_) => panic!("{caller}: {what} did not happen within {DEADLINE:?}"),
        }
    }
}
