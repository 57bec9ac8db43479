//! Redis: a store that several hosts share, for the tests of key-value stores.

use std::env;
use std::path::PathBuf;

use crate::command;

/// The variable that names its server for the tests.
pub(crate) const VARIABLE: &str = "REDIS_SERVER";

/// Advice if there is none.
pub(crate) const MISSING: &str = "there is no Redis: the tests of key-value stores need it and will fail; \
    `apt-get install redis-server` installs it on Debian, and the environment variable REDIS_SERVER may name any other";

/// Where it is.
pub(crate) fn find() -> Option<PathBuf> {
    command::on_path(&env::var_os(VARIABLE).unwrap_or_else(|| "redis-server".into()))
}
