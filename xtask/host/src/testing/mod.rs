//! Common code of the tests that run guests: a [`Guest`] to serve or measure, clients that see
//! every byte, and upstreams.
//!
//! All of it panics with what it saw when something is not as a test expects, and after 30 seconds
//! when nothing happens at all.

mod answer;
mod guest;
mod raw;
mod server;
mod upstream;

pub use answer::Answer;
pub use guest::Guest;
pub use raw::{Head, Raw};
pub use server::TestServer;
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
