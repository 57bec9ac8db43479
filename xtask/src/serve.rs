//! `cargo xtask serve`: an example, built and served by the embedded wasmtime.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::Args;

use crate::build;
use crate::command;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The crate, and the program, that serves.
const HOST: &str = "doorway-host";

#[derive(Args)]
pub(crate) struct Serve {
    /// An example's name, or the path of a component that ends with .wasm: what `compose` made, for example
    app: String,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    addr: String,
    /// The version of WASI that an example is built for
    #[arg(long, value_name = "VERSION", default_value = Wasi::P2.name())]
    wasi: Wasi,
    /// A variable for the component's environment; may be given more than once
    #[arg(long, value_name = "KEY=VALUE")]
    env: Vec<String>,
    /// How many requests one instance serves
    #[arg(long, value_name = "N")]
    reuse: Option<String>,
    /// How many requests one instance serves at the same time
    #[arg(long, value_name = "N")]
    max_concurrent: Option<String>,
    /// After how many seconds a request is given up
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<String>,
}

/// Serves until it is interrupted; the exit code is the server's.
pub(crate) fn run(workspace: &Workspace, serve: &Serve) -> Result<ExitCode> {
    let component = build::example_or_file(workspace, &serve.app, serve.wasi, "serve")?;
    let program =
        workspace.target("debug").join(HOST).with_extension(std::env::consts::EXE_EXTENSION);
    if !program.is_file() {
        eprintln!("building the embedded wasmtime (once, several minutes) …");
    }
    let mut command = command::cargo(workspace, ["run", "--package", HOST, "--"]);
    command.args(host_args(&component, serve));
    replace_this_process(command)
}

fn host_args(component: &Path, serve: &Serve) -> Vec<std::ffi::OsString> {
    let mut args =
        vec![component.as_os_str().to_owned(), "--addr".into(), serve.addr.clone().into()];
    let single = [
        ("--reuse", &serve.reuse),
        ("--max-concurrent", &serve.max_concurrent),
        ("--timeout", &serve.timeout),
    ];
    let given = single.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    for (name, value) in serve.env.iter().map(|value| ("--env", value)).chain(given) {
        args.extend([name.into(), value.into()]);
    }
    args
}

/// On Unix the server takes this program's place, so signals reach it and its exit code is the one that is seen.
#[cfg(unix)]
fn replace_this_process(mut command: Command) -> Result<ExitCode> {
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    Err(error).with_context(|| format!("cannot start `{}`", command::shown(&command)))
}

#[cfg(not(unix))]
fn replace_this_process(mut command: Command) -> Result<ExitCode> {
    let status =
        command.status().with_context(|| format!("cannot start `{}`", command::shown(&command)))?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_passed_on_as_they_are() {
        let serve = Serve {
            app: "hello".to_owned(),
            addr: "127.0.0.1:0".to_owned(),
            wasi: Wasi::P2,
            env: vec!["A=1".to_owned(), "B=2 3".to_owned()],
            reuse: Some("128".to_owned()),
            max_concurrent: None,
            timeout: Some("5".to_owned()),
        };
        let args = host_args(Path::new("hello.wasm"), &serve);
        let expected = [
            "hello.wasm",
            "--addr",
            "127.0.0.1:0",
            "--env",
            "A=1",
            "--env",
            "B=2 3",
            "--reuse",
            "128",
            "--timeout",
            "5",
        ];
        assert_eq!(args, expected);
    }
}
