//! The components of this repository: which there are.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Result, bail};
use cargo_metadata::TargetKind;
use doorway_cli::cargo_build::Build;
use doorway_cli::component::{Component, declared};
use doorway_cli::failure::{Failure, suggestion};

use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The packages whose `[[example]]`s are the guests of the test host.
pub(crate) const GUESTS: [&str; 7] = [
    "doorway-guests",
    "doorway-files",
    IN_FRONT,
    "doorway-table",
    "doorway-calls",
    "doorway-by-hand",
    "doorway-by-hand-p3",
];

/// The package whose guests stand in front of others.
const IN_FRONT: &str = "doorway-links";

/// Whether there are guests of a package for that version of WASI.
pub(crate) fn is_for(package: &str, wasi: Wasi) -> bool {
    let only = if package == IN_FRONT { Some(Wasi::P3) } else { by_hand(package) };
    only.is_none_or(|version| version == wasi)
}

/// The build of a package's guests for that version.
pub(crate) fn build(wasi: Wasi, package: &str) -> Build<'_> {
    match by_hand(package) {
        None => Build::new(wasi, package, TargetKind::Example),
        Some(_) => Build::plain(wasi, package, TargetKind::Example),
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
        found.push(Component::of(package)?);
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
            let is_middleware = *known == IN_FRONT;
            found.push(Component { name, package, imports, is_middleware });
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
    let all: Vec<_> = examples.iter().map(|example| example.name.as_str()).collect();
    bail!(Failure::new(format!("there is no example `{name}`"), suggestion(name, &all)))
}

/// The names in one line.
pub(crate) fn names(components: &[Component]) -> String {
    components.iter().map(|component| component.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use doorway_cli::failure::report;

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
    fn an_unknown_name_suggests_the_nearest_example() {
        let error = find(&[example("hello"), example("proxy")], "hallo").unwrap_err();
        assert_eq!(
            report(&error),
            "error: there is no example `hallo`\nhelp: did you mean `hello`? There are: hello, proxy"
        );
    }

    #[test]
    fn by_hand_is_for_the_version_of_its_bindings() {
        assert_eq!(Wasi::ALL.map(|wasi| is_for("doorway-by-hand", wasi)), [true, false]);
        assert_eq!(Wasi::ALL.map(|wasi| is_for("doorway-by-hand-p3", wasi)), [false, true]);
        assert_eq!(Wasi::ALL.map(|wasi| is_for("doorway-guests", wasi)), [true, true]);
    }
}
