//! httpbin: a server that this project did not write, for the tests of the client. It is installed
//! from PyPI into a virtual environment of its own.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command;
use crate::workspace::Workspace;

/// The variable that names the Python with httpbin for the tests.
pub(crate) const VARIABLE: &str = "HTTPBIN";

/// The packages to install, each at one version.
const REQUIREMENTS: &str = include_str!("httpbin/requirements.txt");

/// Advice if it is missing.
pub(crate) const MISSING: &str = "there is no httpbin: the tests of the client need it and will fail; \
    it is installed from PyPI, with python3 and its venv module (`apt-get install python3 \
    python3-venv` on Debian), and the environment variable HTTPBIN may name a Python that has it";

/// The Python that has it, installed if it is not there yet.
pub(crate) fn prepare(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(python) = env::var_os(VARIABLE) {
        return Ok(python.into());
    }
    let home = workspace.target("tools/httpbin");
    let (python, installed) = (home.join("bin/python"), home.join("installed.txt"));
    // It is written last: what was broken off is begun again. So is what another Python has left.
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == REQUIREMENTS)
        && quietly(Command::new(&python).args(["-c", "import gunicorn, httpbin"])).is_ok()
    {
        return Ok(python);
    }
    eprintln!("installing httpbin …");
    quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
    let requirements = home.join("requirements.txt");
    fs::write(&requirements, REQUIREMENTS)
        .with_context(|| format!("cannot write {}", requirements.display()))?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    quietly(pip.arg("--requirement").arg(&requirements))?;
    fs::rename(&requirements, &installed)
        .with_context(|| format!("cannot write {}", installed.display()))?;
    Ok(python)
}

/// Runs a command without what it has to say when all is well.
fn quietly(command: &mut Command) -> Result<()> {
    command::output(command.stdin(Stdio::null())).map(drop)
}
