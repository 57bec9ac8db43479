//! nginx: a server that this project did not write, for the tests of the client.

use std::env;
use std::path::PathBuf;

use crate::command;

/// The variable that names nginx for the tests. `NGINX` is nginx's own.
pub(crate) const VARIABLE: &str = "NGINX_PROGRAM";

/// Where it may be: on Debian it is not in everybody's `PATH`.
const NAMES: [&str; 2] = ["nginx", "/usr/sbin/nginx"];

/// Advice if there is none.
pub(crate) const MISSING: &str = "there is no nginx: the tests of the client need it and will fail; \
    `apt-get install nginx` installs it on Debian, and the environment variable NGINX_PROGRAM may \
    name any other";

/// Where it is.
pub(crate) fn find() -> Option<PathBuf> {
    match env::var_os(VARIABLE) {
        Some(name) => command::on_path(&name),
        None => NAMES.iter().find_map(|name| command::on_path(name.as_ref())),
    }
}
