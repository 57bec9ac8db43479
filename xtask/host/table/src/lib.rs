//! One app with every extractor, response and feature of the router, and a table of requests with
//! the responses they are to be given.
//!
//! A row says all that a client gets to see. The same rows go to the app natively, by
//! `doorway::testing::TestClient`, and to a component of it in a real host: so both agree.
//!
//! The app is feature `app`; without it only the rows are there, for the test host.

#[cfg(feature = "app")]
mod app;
mod faults;
#[cfg(all(feature = "app", not(target_os = "wasi")))]
mod native;
mod row;
mod rows;

#[cfg(feature = "app")]
pub use app::app;
pub use faults::{FAULTS, Fault};
#[cfg(all(feature = "app", not(target_os = "wasi")))]
pub use native::Native;
pub use row::{Answer, Ask, Content, Row, Way};
pub use rows::{rows, sweeps};
