//! Running other programs: cargo above all.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// Cargo, in the workspace's folder: the one that runs this program, if one does.
pub fn cargo<I>(workspace: &Workspace, args: I) -> Command
where
    I: IntoIterator<Item: AsRef<OsStr>>,
{
    let mut command = plain_cargo();
    command.current_dir(workspace.root()).args(args);
    command
}

/// Cargo, in the current folder.
pub fn plain_cargo() -> Command {
    without_variables(Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())))
}

/// Another program that runs cargo, in the workspace's folder.
pub fn program(workspace: &Workspace, program: impl AsRef<OsStr>) -> Command {
    let mut command = without_variables(Command::new(program));
    command.current_dir(workspace.root());
    command
}

/// Without the variables that `cargo run` sets for this program: they would run others' build scripts again.
fn without_variables(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        }) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end; it is an error if it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    succeeded(command, status)
}

/// Runs a command and hands back what it wrote to stdout; it is an error if it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", shown(command), output.status, stderr.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// An error that names the command, unless it succeeded.
pub fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_stem().unwrap_or(command.get_program());
    // Options for this program only are left out.
    let args =
        command.get_args().filter(|arg| !arg.to_string_lossy().starts_with("--message-format"));
    let words = std::iter::once(program).chain(args);
    words.map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains(|c: char| c.is_whitespace() || "'\"$*".contains(c)) {
        format!("'{word}'")
    } else {
        word.to_owned()
    }
}

/// Where the program of that name is, in a folder of `PATH` unless it is a path itself.
pub fn on_path(name: &OsStr) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("/some/where/cargo");
        command.args(["test", "--message-format=json", "--", "a b"]);
        assert_eq!(shown(&command), "cargo test -- 'a b'");
    }

    #[cfg(unix)]
    #[test]
    fn a_failing_command_is_named() {
        let error = run(&mut Command::new("false")).unwrap_err().to_string();
        assert_eq!(error, "`false` failed (exit status: 1)");
    }

    #[test]
    fn a_program_is_found_by_its_name_and_by_its_path() {
        let path = on_path("cargo".as_ref()).unwrap();
        assert!(path.is_absolute(), "{path:?}");
        assert_eq!(on_path(path.as_os_str()), Some(path.clone()));
        assert_eq!(on_path("no-such-browser".as_ref()), None);
    }
}
