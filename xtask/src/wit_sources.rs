//! Where the WIT packages under `wit/` come from: crates on crates.io that carry them, copied unmodified.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_metadata::Package;

use crate::workspace::Workspace;

/// A crate that carries WIT packages, and the folder here that holds a copy of them.
pub(crate) struct Source {
    crate_name: &'static str,
    crate_version: &'static str,
    /// The folder inside of the crate.
    from: &'static str,
    /// The folder inside of this repository.
    pub(crate) to: &'static str,
}

/// Each has a line in `wit/README.md` and one in `xtask/Cargo.toml`.
pub(crate) const SOURCES: &[Source] = &[
    Source {
        crate_name: "wasi",
        crate_version: "0.12.1+wasi-0.2.0",
        from: "wit/deps",
        to: "wit/p2/deps",
    },
    Source {
        crate_name: "wasip3",
        crate_version: "0.9.0+wasi-0.3.0",
        from: "wit/deps",
        to: "wit/p3/deps",
    },
    Source {
        crate_name: "wasmtime-wasi-keyvalue",
        crate_version: "48.0.8",
        from: "wit/deps",
        to: "wit/keyvalue/deps",
    },
    Source {
        crate_name: "wasmtime-wasi-config",
        crate_version: "48.0.8",
        from: "wit/deps",
        to: "wit/config/deps",
    },
    Source {
        crate_name: "wrpc-interface-http",
        crate_version: "0.34.0",
        from: "wit",
        to: "wit/wrpc",
    },
];

/// The files of a folder by their path in it.
type Files = BTreeMap<PathBuf, Vec<u8>>;

impl Source {
    /// How the copy differs from the crate, a line for each file; empty if it does not.
    pub(crate) fn drift(&self, workspace: &Workspace) -> Result<Vec<String>> {
        let theirs = self.crate_files(workspace)?;
        let target = workspace.path(self.to);
        let ours = if target.is_dir() { read_tree(&target)? } else { Files::new() };
        Ok(differences(&theirs, &ours)
            .into_iter()
            .map(|(path, what)| {
                format!(
                    "{}/{}: {what} (crate {} {})",
                    self.to,
                    path.display(),
                    self.crate_name,
                    self.crate_version
                )
            })
            .collect())
    }

    /// Makes the copy equal to the crate.
    pub(crate) fn copy(&self, workspace: &Workspace) -> Result<()> {
        let theirs = self.crate_files(workspace)?;
        let target = workspace.path(self.to);
        if target.is_dir() {
            fs::remove_dir_all(&target)
                .with_context(|| format!("cannot empty {}", target.display()))?;
        }
        for (path, content) in theirs {
            let path = target.join(path);
            let folder = path.parent().expect("a file has a folder");
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
            fs::write(&path, content)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    fn crate_files(&self, workspace: &Workspace) -> Result<Files> {
        let package = dependency(workspace, self.crate_name, self.crate_version)?;
        let folder = package.manifest_path.with_file_name(self.from);
        if !folder.is_dir() {
            bail!(
                "{} {} has no folder {}: `cargo fetch` brings it",
                self.crate_name,
                self.crate_version,
                self.from
            );
        }
        read_tree(folder.as_std_path())
    }
}

/// A package that the workspace depends on, by its name and exact version.
fn dependency<'a>(workspace: &'a Workspace, name: &str, version: &str) -> Result<&'a Package> {
    let packages = workspace.all_packages();
    let found = packages
        .iter()
        .find(|package| package.name.as_str() == name && package.version.to_string() == version);
    found.with_context(|| {
        format!(
            "`cargo metadata` lists no package {name} {version}: it has to be in xtask/Cargo.toml under \
             [target.'cfg(any())'.dependencies]"
        )
    })
}

/// The differences in `ours`, file by file.
fn differences(theirs: &Files, ours: &Files) -> Vec<(PathBuf, &'static str)> {
    let changed = theirs.iter().filter_map(|(path, content)| match ours.get(path) {
        None => Some((path.clone(), "missing")),
        Some(mine) if mine != content => Some((path.clone(), "modified")),
        Some(_) => None,
    });
    let extra = ours
        .keys()
        .filter(|path| !theirs.contains_key(*path))
        .map(|path| (path.clone(), "not in the crate"));
    changed.chain(extra).collect()
}

fn read_tree(root: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let content =
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(
                path.strip_prefix(root).expect("it was found under root").to_path_buf(),
                content,
            );
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter()
            .map(|(path, content)| (PathBuf::from(path), content.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn equal_trees_do_not_differ() {
        let tree = files(&[("http/types.wit", "a"), ("io/poll.wit", "b")]);
        assert_eq!(differences(&tree, &tree), []);
    }

    #[test]
    fn each_kind_of_drift_is_named() {
        let theirs = files(&[("a.wit", "1"), ("b.wit", "2")]);
        let ours = files(&[("a.wit", "changed"), ("c.wit", "3")]);
        let found = differences(&theirs, &ours);
        let expected = [("a.wit", "modified"), ("b.wit", "missing"), ("c.wit", "not in the crate")];
        assert_eq!(found, expected.map(|(path, what)| (PathBuf::from(path), what)));
    }
}
