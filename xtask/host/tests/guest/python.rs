//! The Pythons that have what some tests need. `cargo xtask test` installs them and names them in the environment.

use std::env;
use std::path::PathBuf;

/// Returns where the NATS server is: the one which the variable names, or the one that `cargo xtask test` installed.
pub(crate) fn nats_server() -> PathBuf {
    env::var_os("NATS_SERVER").map_or_else(|| installed("nats").join("nats-server"), PathBuf::from)
}

/// The programs of a package.
fn installed(package: &str) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    PathBuf::from(workspace).join(target).join("tools").join(package).join("bin")
}

/// Returns the Python that has a package: the one which the variable names, or the one that `cargo xtask test` made.
pub(crate) fn with(variable: &str, package: &str) -> Result<PathBuf, String> {
    let python =
        env::var_os(variable).map_or_else(|| installed(package).join("python"), PathBuf::from);
    if !python.is_file() {
        return Err(format!(
            "there is no {package} at {}: `cargo xtask test` installs it, from PyPI, with python3 and \
             its venv module (on Debian `apt-get install python3 python3-venv`); or set the \
             environment variable {variable} to a Python that has it",
            python.display()
        ));
    }
    Ok(python)
}
