//! The browser in which the tests look at the examples' pages.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;

/// What tells the tests which one to use.
pub(crate) const VARIABLE: &str = "CHROMIUM";

/// What it may be called. Chrome is as good.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chromium-headless-shell",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// What to do if there is none.
pub(crate) const MISSING: &str = "there is no Chromium: the tests of the examples' pages need it and \
    will fail; `apt-get install chromium` installs it on Debian, and the environment variable \
    CHROMIUM may name any other Chromium or Chrome";

/// Where it is.
pub(crate) fn find() -> Option<PathBuf> {
    match env::var_os(VARIABLE) {
        Some(name) => on_path(&name),
        None => NAMES.iter().find_map(|name| on_path(name.as_ref())),
    }
}

/// The program of that name in `PATH`, or of that path.
fn on_path(name: &OsStr) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_by_its_name_and_by_its_path() {
        let path = on_path("cargo".as_ref()).unwrap();
        assert!(path.is_absolute(), "{path:?}");
        assert_eq!(on_path(path.as_os_str()), Some(path.clone()));
        assert_eq!(on_path("no-such-browser".as_ref()), None);
    }
}
