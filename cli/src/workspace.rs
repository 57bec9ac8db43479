//! Where things are: the workspace, its target folder, its packages.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};

use crate::failure::Failure;

/// The `cargo metadata` of a workspace, or of a single crate.
pub struct Workspace {
    metadata: Metadata,
}

impl Workspace {
    /// The workspace of the current folder, with all packages that it depends on.
    pub fn load() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .exec()
            .context("`cargo metadata` failed: run it by hand to see what it says of Cargo.toml")?;
        Ok(Self { metadata })
    }

    /// The workspace of a folder, with its own packages alone.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        let mut command = MetadataCommand::new();
        match command.current_dir(folder).no_deps().exec() {
            Ok(metadata) => Ok(Self { metadata }),
            Err(cargo_metadata::Error::CargoMetadata { stderr })
                if stderr.contains("could not find `Cargo.toml`") =>
            {
                Err(Failure::new(
                    format!("there is no Cargo.toml in {} or above it", folder.display()),
                    "go to the folder of a crate, or make one: `doorway new my-app`",
                )
                .into())
            }
            Err(cargo_metadata::Error::CargoMetadata { stderr }) => {
                Err(anyhow::anyhow!("{}", stderr.trim().trim_start_matches("error: ")))
            }
            Err(error) => Err(error).context("cannot ask cargo about the crate"),
        }
    }

    /// The workspace's folder.
    pub fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// A path inside of the workspace.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root().join(relative)
    }

    /// A path inside of the target folder, wherever that is.
    pub fn target(&self, relative: &str) -> PathBuf {
        self.metadata.target_directory.as_std_path().join(relative)
    }

    /// A path without the workspace's folder, if it is in there.
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(self.root()).unwrap_or(path)
    }

    /// A path as it is shown to people: without the workspace's folder.
    pub fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        self.relative(path).display()
    }

    /// The workspace's own packages.
    pub fn packages(&self) -> Vec<&Package> {
        self.metadata.workspace_packages()
    }

    /// All packages, those that it depends on included if they were asked for.
    pub fn all_packages(&self) -> &[Package] {
        &self.metadata.packages
    }

    /// The features of one of the workspace's packages, without `default`.
    pub fn features(&self, name: &str) -> Result<Vec<String>> {
        let package = self.packages().into_iter().find(|package| package.name.as_str() == name);
        let package = package.with_context(|| format!("there is no package {name}"))?;
        let features = package.features.keys().filter(|feature| *feature != "default");
        Ok(features.cloned().collect())
    }
}
