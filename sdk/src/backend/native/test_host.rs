//! [`TestHost`]: what a test has in place of a host.

use super::upstreams::Upstreams;

/// The upstreams, stores and configuration of a test.
#[derive(Clone, Default)]
pub(crate) struct TestHost {
    pub(crate) upstreams: Upstreams,
    #[cfg(feature = "keyvalue")]
    pub(crate) stores: super::keyvalue::Stores,
    #[cfg(feature = "config")]
    pub(crate) config: super::config::Values,
}
