//! The components of this repository: which there are, and what their manifests say of them.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Result, bail};
use cargo_metadata::Package;
use serde_json::Value;

use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The packages whose `[[example]]`s are the guests of the test host.
pub(crate) const GUESTS: [&str; 6] = [
    "doorway-guests",
    "doorway-files",
    "doorway-table",
    "doorway-calls",
    "doorway-by-hand",
    "doorway-by-hand-p3",
];

/// Whether there are guests of a package for that version of WASI.
pub(crate) fn is_for(package: &str, wasi: Wasi) -> bool {
    by_hand(package).is_none_or(|version| version == wasi)
}

/// The options of cargo that build components of a package for that version.
pub(crate) fn features(package: &str, wasi: Wasi) -> &'static [&'static str] {
    match by_hand(package) {
        None => wasi.features(),
        Some(_) => &[],
    }
}

/// The version whose bindings a package is written on that does without doorway.
fn by_hand(package: &str) -> Option<Wasi> {
    match package {
        "doorway-by-hand" => Some(Wasi::P2),
        "doorway-by-hand-p3" => Some(Wasi::P3),
        _ => None,
    }
}

/// One component: an example, or a guest of the test host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    /// The package of an example, the target of a guest: the component is `target/components/NAME.wasm`.
    pub(crate) name: String,
    pub(crate) package: String,
    /// Interfaces outside of the world that its manifest declares.
    pub(crate) imports: Vec<String>,
    /// Whether it stands in front of another component, as there is none on WASI 0.2.
    pub(crate) is_middleware: bool,
}

impl Component {
    /// Whether it can be built for that version of WASI.
    pub(crate) fn is_for(&self, wasi: Wasi) -> bool {
        !self.is_middleware || wasi == Wasi::P3
    }
}

/// The components of `examples/*`, in order of their names.
pub(crate) fn examples(workspace: &Workspace) -> Result<Vec<Component>> {
    let folder = workspace.path("examples");
    let mut found = Vec::new();
    for package in workspace.packages() {
        let home = package.manifest_path.parent().map_or(Path::new(""), |home| home.as_std_path());
        if home.parent() != Some(folder.as_path()) {
            continue;
        }
        if home.file_name() != Some(OsStr::new(package.name.as_str())) {
            bail!(
                "{}: the package is called {}, it has to be called as its folder",
                workspace.shown(package.manifest_path.as_std_path()),
                package.name
            );
        }
        found.push(Component {
            name: package.name.to_string(),
            package: package.name.to_string(),
            imports: declared(package, &["imports"])?,
            is_middleware: package.metadata["doorway"]["middleware"] == true,
        });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The guests of the test host, in order of their names.
pub(crate) fn guests(workspace: &Workspace) -> Result<Vec<Component>> {
    of_examples(workspace, &GUESTS)
}

/// The `[[example]]`s of these packages, in order of their names.
pub(crate) fn of_examples(workspace: &Workspace, packages: &[&str]) -> Result<Vec<Component>> {
    let mut found = Vec::new();
    for package in workspace.packages() {
        let Some(known) = packages.iter().find(|known| package.name == **known) else { continue };
        for target in package.targets.iter().filter(|target| target.is_example()) {
            let imports = declared(package, &["guests", &target.name, "imports"])?;
            let name = target.name.clone();
            let package = (*known).to_owned();
            found.push(Component { name, package, imports, is_middleware: false });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The example of that name.
pub(crate) fn find<'a>(examples: &'a [Component], name: &str) -> Result<&'a Component> {
    if let Some(found) = examples.iter().find(|example| example.name == name) {
        return Ok(found);
    }
    bail!("there is no example {name:?} in examples/; there are: {}", names(examples))
}

/// The names in one line.
pub(crate) fn names(components: &[Component]) -> String {
    components.iter().map(|component| component.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A list of interfaces under `[package.metadata.doorway]`; empty if it is not there.
fn declared(package: &Package, path: &[&str]) -> Result<Vec<String>> {
    let mut value = &package.metadata["doorway"];
    for key in path {
        value = &value[*key];
    }
    interfaces(value).ok_or_else(|| {
        anyhow::anyhow!(
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn example(name: &str) -> Component {
        let (package, imports) = (name.to_owned(), Vec::new());
        Component { name: name.to_owned(), package, imports, is_middleware: false }
    }

    #[test]
    fn an_example_is_found_by_its_name() {
        let examples = [example("hello"), example("proxy")];
        assert_eq!(find(&examples, "proxy").unwrap(), &examples[1]);
    }

    #[test]
    fn an_unknown_name_lists_the_examples() {
        let error = find(&[example("hello"), example("proxy")], "hallo").unwrap_err().to_string();
        assert_eq!(error, "there is no example \"hallo\" in examples/; there are: hello, proxy");
    }

    #[test]
    fn by_hand_is_for_the_version_of_its_bindings() {
        assert_eq!(Wasi::ALL.map(|wasi| is_for("doorway-by-hand", wasi)), [true, false]);
        assert_eq!(Wasi::ALL.map(|wasi| is_for("doorway-by-hand-p3", wasi)), [false, true]);
        assert_eq!(Wasi::ALL.map(|wasi| is_for("doorway-guests", wasi)), [true, true]);
        assert!(features("doorway-by-hand-p3", Wasi::P3).is_empty());
        assert_eq!(features("doorway-guests", Wasi::P3), Wasi::P3.features());
    }

    #[test]
    fn interfaces_are_names_without_versions() {
        assert_eq!(interfaces(&Value::Null), Some(vec![]));
        assert_eq!(interfaces(&json!(["wasi:cli/exit"])), Some(vec!["wasi:cli/exit".to_owned()]));
        assert_eq!(interfaces(&json!(["wasi:cli/exit@0.2.0"])), None);
        assert_eq!(interfaces(&json!(["exit"])), None);
        assert_eq!(interfaces(&json!("wasi:cli/exit")), None);
    }
}
