//! Programs from npm, each installed into a folder of its own.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command;
use crate::workspace::Workspace;

/// A program from npm.
pub(crate) struct Package {
    name: &'static str,
    /// The environment variable that names another one.
    pub(crate) variable: &'static str,
    /// The package, and the versions of all that it needs.
    manifest: &'static str,
    lock: &'static str,
}

/// jco, one of the hosts.
pub(crate) const JCO: Package = Package {
    name: "jco",
    variable: "JCO",
    manifest: include_str!("node/jco/package.json"),
    lock: include_str!("node/jco/package-lock.json"),
};

impl Package {
    /// Returns its program, which is installed if it is not there yet.
    pub(crate) fn prepare(&self, workspace: &Workspace, node: &Path) -> Result<PathBuf> {
        if let Some(program) = env::var_os(self.variable) {
            return Ok(program.into());
        }
        let home = workspace.target("tools").join(self.name);
        let program = home.join("node_modules/.bin").join(self.name);
        let installed = home.join("installed.json");
        // It is written last: an installation that was broken off is begun again.
        if fs::read_to_string(&installed).is_ok_and(|lock| lock == self.lock) && program.is_file() {
            return Ok(program);
        }
        eprintln!("installing {} …", self.name);
        fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
        fs::write(home.join("package.json"), self.manifest)?;
        fs::write(home.join("package-lock.json"), self.lock)?;
        // Scripts find it there, too.
        let mut npm = Command::new(node);
        npm.arg(node.with_file_name("npm")).env("PATH", path(node)?);
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&home);
        command::output(npm.stdin(Stdio::null())).with_context(|| {
            format!(
                "{} cannot be installed: it comes from npm, so it takes a network once; the environment variable {} may \
                 name another one",
                self.name, self.variable
            )
        })?;
        fs::write(&installed, self.lock)?;
        Ok(program)
    }
}

/// The `PATH` in which programs from npm find this Node.js.
pub(crate) fn path(node: &Path) -> Result<OsString> {
    let folder = node.parent().map(Path::to_owned).into_iter();
    let others = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(folder.chain(env::split_paths(&others)))?)
}
