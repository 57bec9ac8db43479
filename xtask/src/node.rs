//! Programs from npm, each installed into a folder of its own.

use std::env;
use std::fs;
use std::path::PathBuf;
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
    pub(crate) fn prepare(&self, workspace: &Workspace) -> Result<PathBuf> {
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
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&home);
        command::output(npm.stdin(Stdio::null())).with_context(|| {
            format!(
                "{} cannot be installed: it comes from npm, so it takes Node 20 or later and a network once; the \
                 environment variable {} may name another one",
                self.name, self.variable
            )
        })?;
        fs::write(&installed, self.lock)?;
        Ok(program)
    }
}
