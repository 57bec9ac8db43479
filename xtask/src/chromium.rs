//! The browser in which the tests look at the examples' pages.

use std::env;
use std::path::PathBuf;

use crate::command;

/// The variable that names the browser for the tests.
pub(crate) const VARIABLE: &str = "CHROMIUM";

/// Names of the program. Chrome works as well.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chromium-headless-shell",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Advice if there is none.
pub(crate) const MISSING: &str = "there is no Chromium: the tests of the examples' pages need it and \
    will fail; `apt-get install chromium` installs it on Debian, and the environment variable \
    CHROMIUM may name any other Chromium or Chrome";

/// Where it is.
pub(crate) fn find() -> Option<PathBuf> {
    match env::var_os(VARIABLE) {
        Some(name) => command::on_path(&name),
        None => NAMES.iter().find_map(|name| command::on_path(name.as_ref())),
    }
}
