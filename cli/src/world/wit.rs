//! The WIT of the worlds, which is part of the program.

use std::path::Path;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};
use wit_parser::{PackageId, Resolve, SourceMap, UnresolvedPackageGroup};

use crate::wasi::Wasi;

static WIT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/wit");

/// All packages of a version of WASI, and the one whose worlds components are measured against.
pub(super) fn resolve(wasi: Wasi) -> Result<(Resolve, PackageId)> {
    let folder = Path::new(wasi.wit()).strip_prefix("wit").unwrap_or(Path::new(""));
    let folder = WIT.get_dir(folder).with_context(|| format!("there is no {}", wasi.wit()))?;
    let mut dependencies = Vec::new();
    let deps = folder.get_dir(folder.path().join("deps"));
    for entry in deps.map_or(&[][..], Dir::entries) {
        let group = match entry.as_dir() {
            Some(package) => group(package.files())?,
            None => group(entry.as_file())?,
        };
        dependencies.push(group);
    }
    let mut resolve = Resolve::default();
    let package = resolve
        .push_groups(group(folder.files())?, dependencies)
        .with_context(|| format!("{} is no valid WIT package", wasi.wit()))?;
    Ok((resolve, package))
}

fn group<'a>(
    files: impl IntoIterator<Item = &'a include_dir::File<'static>>,
) -> Result<UnresolvedPackageGroup> {
    let mut sources = SourceMap::new();
    for file in files {
        let text = file.contents_utf8().context("WIT is text")?;
        sources.push(file.path(), text);
    }
    sources.parse().map_err(|(_, error)| anyhow::anyhow!("{error}"))
}
