//! Common code of the tests that run guests: a [`Guest`] to serve or measure, and the clients and
//! upstreams of `doorway_loopback`.

mod guest;
mod server;

pub use doorway_loopback::{Answer, Head, Raw, Upstream, within};
pub use guest::Guest;
pub use server::TestServer;
