//! Running handlers natively, under `cargo test`.

use crate::backend::run_loop;

/// Runs a future, and the tasks it [spawns](crate::task::spawn), to the end on this thread.
///
/// # Panics
///
/// If the future or a task does.
///
/// # Examples
///
/// ```
/// async fn hello() -> &'static str {
///     "Hello, world!"
/// }
///
/// assert_eq!(doorway::testing::block_on(hello()), "Hello, world!");
/// ```
pub fn block_on<F: Future>(future: F) -> F::Output {
    match run_loop::run(future) {
        Ok(output) => {
            // Natively the loop waits for ever rather than stall.
            let _ = run_loop::finish_tasks();
            output
        }
        Err(run_loop::Stalled) => unreachable!("natively the run loop waits"),
    }
}
