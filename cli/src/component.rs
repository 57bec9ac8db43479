//! The crates that are components, and what their manifests say of them.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use cargo_metadata::{CrateType, Package};
use serde_json::Value;

use crate::failure::{Failure, suggestion};
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// A crate, or an example of one, that is built as a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The name of the package, or of its example: the component is `target/components/NAME.wasm`.
    pub name: String,
    /// The package.
    pub package: String,
    /// Interfaces outside of the world that its manifest declares.
    pub imports: Vec<String>,
    /// Whether it stands in front of another component, as there is none on WASI 0.2.
    pub is_middleware: bool,
}

impl Component {
    /// The component that a package is.
    ///
    /// # Errors
    ///
    /// When its manifest declares something that is no interface.
    pub fn of(package: &Package) -> Result<Self> {
        Ok(Self {
            name: package.name.to_string(),
            package: package.name.to_string(),
            imports: declared(package, &["imports"])?,
            is_middleware: package.metadata["doorway"]["middleware"] == true,
        })
    }

    /// Whether it can be built for that version of WASI.
    pub fn is_for(&self, wasi: Wasi) -> bool {
        !self.is_middleware || wasi == Wasi::P3
    }
}

/// A crate that is a component, in its workspace.
pub struct Crate {
    /// The workspace, which may have other packages, too.
    pub workspace: Workspace,
    /// Its package.
    pub package: Package,
    /// The component that it is.
    pub component: Component,
}

impl Crate {
    /// The package that is built in a folder, or the one of that name in the folder's workspace.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one, or when it is no library that a component can be made of.
    pub fn find(folder: &Path, name: Option<&str>) -> Result<Self> {
        let workspace = Workspace::of_folder(folder)?;
        let package = package(&workspace, folder, name)?.clone();
        let component = Component::of(&package)?;
        Ok(Self { workspace, package, component })
    }

    /// The versions of WASI that it can be built for.
    pub fn versions(&self) -> Vec<Wasi> {
        let mut dependencies = self.package.dependencies.iter();
        let doorway = dependencies.find(|dependency| dependency.name == "doorway");
        let is_p3 = doorway.is_some_and(|doorway| doorway.features.iter().any(|name| name == "p3"));
        match doorway {
            // It chooses its version by itself.
            None => vec![Wasi::P2],
            Some(_) if is_p3 || self.component.is_middleware => vec![Wasi::P3],
            Some(_) => Wasi::ALL.to_vec(),
        }
    }

    /// The version that was asked for, or else the first that it can be built for.
    pub fn version(&self, asked: Option<Wasi>) -> Wasi {
        asked.or_else(|| self.versions().first().copied()).unwrap_or_default()
    }
}

fn package<'a>(workspace: &'a Workspace, folder: &Path, name: Option<&str>) -> Result<&'a Package> {
    let packages = workspace.packages();
    let package = match name {
        Some(name) => {
            let names: Vec<_> = packages.iter().map(|package| package.name.as_str()).collect();
            packages.iter().copied().find(|package| package.name == name).ok_or_else(|| {
                Failure::new(format!("there is no package `{name}`"), suggestion(name, &names))
            })?
        }
        None => of_folder(&packages, folder)?,
    };
    if !is_cdylib(package) {
        let what = match package.targets.iter().any(|target| target.is_lib()) {
            true => "its library is not a `cdylib`",
            false => "it has no library with crate type `cdylib`",
        };
        return Err(Failure::new(
            format!("{} is no component: {what}", package.name),
            "add to its Cargo.toml: [lib] crate-type = [\"cdylib\"], with the app in src/lib.rs",
        )
        .into());
    }
    Ok(package)
}

/// The package whose folder this is or is in; in the folder of a workspace the only one that can be a component.
fn of_folder<'a>(packages: &[&'a Package], folder: &Path) -> Result<&'a Package> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let around = packages.iter().copied().filter_map(|package| {
        let home = package.manifest_path.parent()?.as_std_path().canonicalize().ok()?;
        folder.starts_with(&home).then_some((home.components().count(), package))
    });
    if let Some((_, package)) = around.max_by_key(|(depth, _)| *depth) {
        return Ok(package);
    }
    let components: Vec<_> =
        packages.iter().copied().filter(|package| is_cdylib(package)).collect();
    match components[..] {
        [only] => Ok(only),
        _ => {
            let names: Vec<_> = components.iter().map(|package| package.name.as_str()).collect();
            Err(Failure::new(
                format!("{} has {} packages that are components", folder.display(), names.len()),
                format!("choose one with --package: {}", names.join(", ")),
            )
            .into())
        }
    }
}

fn is_cdylib(package: &Package) -> bool {
    package
        .targets
        .iter()
        .any(|target| target.crate_types.contains(&CrateType::CDyLib) && !target.is_example())
}

/// A list of interfaces under `[package.metadata.doorway]`; empty if it is not there.
///
/// # Errors
///
/// When it is something else.
pub fn declared(package: &Package, path: &[&str]) -> Result<Vec<String>> {
    let mut value = &package.metadata["doorway"];
    for key in path {
        value = &value[*key];
    }
    interfaces(value).ok_or_else(|| {
        anyhow!(
            "{}: [package.metadata.doorway] {} has to be a list of interfaces without versions, such as \
             [\"wasi:cli/environment\"]; it is {value}",
            package.manifest_path,
            path.join(".")
        )
    })
}

fn interfaces(value: &Value) -> Option<Vec<String>> {
    let Value::Array(list) = value else {
        return value.is_null().then(Vec::new);
    };
    list.iter()
        .map(|item| {
            item.as_str()
                .filter(|name| name.contains(['/', ':']) && !name.contains('@'))
                .map(str::to_owned)
        })
        .collect()
}

/// An error if the component cannot be built for that version of WASI.
///
/// # Errors
///
/// When it is a middleware, and the version is 0.2.
pub fn has_version(component: &Component, wasi: Wasi) -> Result<()> {
    if !component.is_for(wasi) {
        bail!(Failure::new(
            format!(
                "{} stands in front of other components, and WASI {} has none",
                component.name,
                wasi.name()
            ),
            format!(
                "build it with --wasi 0.3, and join it with one: `doorway compose {} SERVICE`",
                component.name
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn interfaces_are_names_without_versions() {
        assert_eq!(interfaces(&Value::Null), Some(vec![]));
        assert_eq!(interfaces(&json!(["wasi:cli/exit"])), Some(vec!["wasi:cli/exit".to_owned()]));
        assert_eq!(interfaces(&json!(["wasi:cli/exit@0.2.0"])), None);
        assert_eq!(interfaces(&json!(["exit"])), None);
        assert_eq!(interfaces(&json!("wasi:cli/exit")), None);
    }
}
