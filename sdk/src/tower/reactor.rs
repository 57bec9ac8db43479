//! The hint for a layer of tower that needs tokio's runtime.

use std::panic;
use std::sync::Once;

use crate::shown::log_line;

/// How tokio's panic begins where there is no runtime.
const MISSING: &str = "there is no reactor running";

/// Explains the panic of a layer that needs tokio's runtime, which builds and fails at the first
/// request, and names what to use instead.
pub(super) fn explain_if_missing() {
    static ONCE: Once = Once::new();
    if std::thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            before(info);
            if info.payload_as_str().is_some_and(|message| message.starts_with(MISSING)) {
                log_line!(
                    "doorway: a layer or service needs tokio's runtime for its timers or tasks, \
                     and a component has none. `doorway::middleware::TimeoutLayer`, \
                     `doorway::time` and `doorway::task` do without; the docs of \
                     `doorway::tower` say more"
                );
            }
        }));
    });
}
