//! Tests that need a process of their own: they are ignored, and run one by one in this program again.

use std::process::{Command, Output};

/// Runs the ignored test of that name in the module whose `module_path!()` is given.
pub(crate) fn run(module: &str, name: &str) -> Output {
    let (_, module) = module.split_once("::").expect("a module of this program");
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("{module}::{name}"), "--ignored", "--nocapture"])
        .output()
        .unwrap()
}

/// The stderr of a program.
pub(crate) fn stderr(output: Output) -> String {
    String::from_utf8(output.stderr).unwrap()
}
