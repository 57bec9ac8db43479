//! Checks of what the client makes of servers: what it asks for, and what it has to get.
//!
//! A check is a function that calls a server and panics if it gets something else. The same checks
//! run in a component on a real host, where the server is one that this project did not write, and
//! natively, where it is a [`double`] of that server in the same process: so both agree.
//!
//! The checks are feature `app`; without it only their names are there, for the test host.

#[cfg(feature = "app")]
mod app;
#[cfg(feature = "app")]
mod checks;
#[cfg(all(feature = "app", not(target_os = "wasi")))]
pub mod double;
mod list;
#[cfg(feature = "app")]
mod target;

#[cfg(feature = "app")]
pub use app::app;
#[cfg(feature = "app")]
pub use target::Target;
