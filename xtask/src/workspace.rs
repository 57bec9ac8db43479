//! Where things are: the repository, its target folder, its packages and the ones it depends on.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The `cargo metadata` of this repository.
pub(crate) struct Workspace {
    metadata: Metadata,
}

impl Workspace {
    /// Asks cargo, from the current folder, so that it works in any folder of the repository.
    pub(crate) fn load() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .exec()
            .context("`cargo metadata` failed: run it by hand to see what it says of Cargo.toml")?;
        Ok(Self { metadata })
    }

    /// The packages of a folder that is a workspace of its own.
    pub(crate) fn apart(&self, folder: &str) -> Result<Self> {
        let manifest = self.path(folder).join("Cargo.toml");
        let metadata = MetadataCommand::new().manifest_path(&manifest).no_deps().exec();
        let metadata = metadata.with_context(|| {
            format!("`cargo metadata --manifest-path {}` failed", self.shown(&manifest))
        })?;
        Ok(Self { metadata })
    }

    /// The repository's folder.
    pub(crate) fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// A path inside of the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root().join(relative)
    }

    /// A path inside of the target folder, wherever that is.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        self.metadata.target_directory.as_std_path().join(relative)
    }

    /// A path without the repository's folder, if it is in there.
    pub(crate) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(self.root()).unwrap_or(path)
    }

    /// A path as it is shown to people: without the repository's folder.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        self.relative(path).display()
    }

    /// The repository's own packages.
    pub(crate) fn packages(&self) -> Vec<&Package> {
        self.metadata.workspace_packages()
    }

    /// The features of one of the repository's packages, without `default`.
    pub(crate) fn features(&self, name: &str) -> Result<Vec<String>> {
        let package = self.packages().into_iter().find(|package| package.name.as_str() == name);
        let package = package.with_context(|| format!("there is no package {name}"))?;
        let features = package.features.keys().filter(|feature| *feature != "default");
        Ok(features.cloned().collect())
    }

    /// A package that the workspace depends on, by its name and exact version.
    pub(crate) fn dependency(&self, name: &str, version: &str) -> Result<&Package> {
        self.metadata
            .packages
            .iter()
            .find(|package| package.name.as_str() == name && package.version.to_string() == version)
            .with_context(|| {
                format!(
                    "`cargo metadata` lists no package {name} {version}: it has to be in xtask/Cargo.toml \
                     under [target.'cfg(any())'.dependencies]"
                )
            })
    }
}
