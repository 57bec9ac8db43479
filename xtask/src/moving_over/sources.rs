//! The repositories of axum and reqwest.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::left_out;
use crate::command;
use crate::workspace::Workspace;

const AXUM: [&str; 2] = ["https://github.com/tokio-rs/axum", "axum-v0.8.9"];
const REQWEST: [&str; 2] = ["https://github.com/seanmonstar/reqwest", "v0.13.4"];

/// The folder of axum's repository.
pub(super) fn axum(workspace: &Workspace, home: &Path, given: Option<&Path>) -> Result<PathBuf> {
    checkout(workspace, home, given, AXUM, "axum/src/lib.rs")
}

/// The folder of reqwest's repository. The crate, as it is published, is without its examples.
pub(super) fn reqwest(workspace: &Workspace, home: &Path, given: Option<&Path>) -> Result<PathBuf> {
    checkout(workspace, home, given, REQWEST, "src/async_impl/client.rs")
}

fn checkout(
    workspace: &Workspace,
    home: &Path,
    given: Option<&Path>,
    [url, tag]: [&str; 2],
    file: &str,
) -> Result<PathBuf> {
    if let Some(given) = given {
        ensure!(given.join(file).is_file(), "{} is no checkout of {url}", given.display());
        return Ok(given.to_owned());
    }
    let folder = home.join(tag);
    if !folder.join(file).is_file() {
        let mut git = command::program(workspace, "git");
        git.args(["clone", "--depth", "1", "--branch", tag, url]).arg(&folder);
        command::run(&mut git).with_context(|| {
            format!("cannot fetch {url}: name a checkout of {tag} by the options if you have one")
        })?;
    }
    Ok(folder)
}

/// The list of everything that is not counted.
pub(super) fn left_out() -> String {
    let lists = [
        ("Examples of axum", left_out::EXAMPLES),
        ("Files of axum", left_out::AXUM_FILES),
        ("Files of reqwest", left_out::REQWEST_FILES),
        ("Examples of reqwest", left_out::REQWEST_EXAMPLES),
    ];
    let mut text = String::from("## Left out\n");
    for (name, list) in lists {
        text.push_str(&format!("\n{name}:\n\n"));
        for (left, reason) in list {
            text.push_str(&format!("- `{left}`: {reason}\n"));
        }
    }
    text
}
