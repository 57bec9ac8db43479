//! The contenders that are of this repository, and what the libraries are called whose versions a lock has.

use anyhow::{Context, Result};
use cargo_metadata::Metadata;

use super::document::Contender;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// doorway, and what all are compared with, on each version of WASI.
pub(super) const OWN: [Own; 4] = [
    Own {
        name: "doorway",
        package: "doorway-guests",
        library: "doorway",
        wasi: Wasi::P2,
        component: "contract",
        many: Some("contract-many"),
    },
    Own {
        name: "by hand",
        package: "doorway-by-hand",
        library: "wit-bindgen",
        wasi: Wasi::P2,
        component: "by-hand",
        // It has no router.
        many: None,
    },
    Own {
        name: "doorway",
        package: "doorway-guests",
        library: "doorway",
        wasi: Wasi::P3,
        component: "contract",
        many: Some("contract-many"),
    },
    Own {
        name: "by hand",
        package: "doorway-by-hand-p3",
        library: "wit-bindgen",
        wasi: Wasi::P3,
        component: "by-hand",
        many: None,
    },
];

/// A contender that `cargo xtask build` builds.
pub(super) struct Own {
    name: &'static str,
    package: &'static str,
    /// Its library, among the package's dependencies.
    library: &'static str,
    wasi: Wasi,
    /// The component's name.
    component: &'static str,
    /// The app with a hundred more routes.
    many: Option<&'static str>,
}

impl Own {
    /// The component, which has been built.
    pub(super) fn built(&self, workspace: &Workspace) -> Result<Contender> {
        let component = |name: &str| {
            let file = workspace.target("components").join(self.wasi.file(name));
            workspace.relative(&file).to_owned()
        };
        Ok(Contender {
            name: self.name.to_owned(),
            library: library(workspace.metadata(), self.package, &[self.library])?,
            wasi: self.wasi.name().to_owned(),
            component: Some(component(self.component)),
            many: self.many.map(component),
            failure: None,
        })
    }
}

/// Dependencies of a package and their versions, such as `axum 0.8.9 on spin-sdk 7.0.0`.
pub(super) fn library(metadata: &Metadata, package: &str, names: &[&str]) -> Result<String> {
    let found = names.iter().map(|name| {
        let version = version(metadata, package, name);
        version.with_context(|| format!("Cargo.lock has no {name} that {package} depends on"))
    });
    Ok(found.collect::<Result<Vec<_>>>()?.join(" on "))
}

fn version(metadata: &Metadata, package: &str, dependency: &str) -> Option<String> {
    let package = metadata.packages.iter().find(|found| found.name.as_str() == package)?;
    let nodes = &metadata.resolve.as_ref()?.nodes;
    let node = nodes.iter().find(|node| node.id == package.id)?;
    let mut dependencies = node.dependencies.iter().map(|id| &metadata[id]);
    let found = dependencies.find(|found| found.name.as_str() == dependency)?;
    Some(format!("{dependency} {}", found.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_has_the_libraries_of_own_contenders() {
        let workspace = Workspace::load().unwrap();
        for own in &OWN {
            let library = library(workspace.metadata(), own.package, &[own.library]).unwrap();
            let (name, version) = library.split_once(' ').unwrap();
            assert_eq!(name, own.library);
            assert!(version.split('.').count() >= 3, "{library}");
        }
    }

    #[test]
    fn a_missing_library_is_named() {
        let workspace = Workspace::load().unwrap();
        let error = library(workspace.metadata(), "doorway-by-hand", &["doorway"]).unwrap_err();
        let expected = "Cargo.lock has no doorway that doorway-by-hand depends on";
        assert_eq!(error.to_string(), expected);
    }
}
