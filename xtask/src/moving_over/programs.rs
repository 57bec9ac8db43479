//! The workspace that is compiled: a crate for each example of axum, and two whose examples are the blocks, since cargo
//! compiles each of these by itself.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::blocks::{self, Block};
use super::examples::{self, Example};
use super::{MovingOver, left_out};
use crate::workspace::Workspace;

/// Crates that axum's blocks use.
const AXUM_DEPENDENCIES: &str = include_str!("axum-blocks.toml");
/// Crates that reqwest's blocks use.
const REQWEST_DEPENDENCIES: &str = include_str!("reqwest-blocks.toml");

/// Everything that is counted.
pub(super) struct Programs {
    pub(super) examples: Vec<Example>,
    pub(super) axum: Vec<Block>,
    pub(super) reqwest: Vec<Block>,
}

/// Writes the workspace.
pub(super) fn write(
    workspace: &Workspace,
    home: &Path,
    axum: &Path,
    reqwest: &Path,
    options: &MovingOver,
) -> Result<Programs> {
    let folder = home.join("crates");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let doorway = doorway(workspace)?;
    let filter = options.filter.as_deref().unwrap_or_default();
    let matches = |name: &str| name.contains(filter);
    let mut programs = Programs { examples: Vec::new(), axum: Vec::new(), reqwest: Vec::new() };
    for from in sorted(&axum.join("examples"))? {
        let name = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_left_out = left_out::EXAMPLES.iter().any(|(left, _)| *left == name);
        if from.is_dir() && !is_left_out && matches(&name) {
            programs.examples.push(Example::write(
                &from,
                &folder.join(&name),
                &doorway,
                options.tower_request,
            )?);
        }
    }
    for part in ["axum", "axum-core", "axum-extra", "axum-macros"] {
        of_folder(axum, &axum.join(part).join("src"), left_out::AXUM_FILES, &mut programs.axum)?;
    }
    of_folder(reqwest, &reqwest.join("src"), left_out::REQWEST_FILES, &mut programs.reqwest)?;
    for file in sorted(&reqwest.join("examples"))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_left_out = left_out::REQWEST_EXAMPLES.iter().any(|(left, _)| *left == name);
        if file.is_file() && !is_left_out {
            let text = fs::read_to_string(&file)?;
            let file = file.strip_prefix(reqwest)?.to_owned();
            programs.reqwest.push(Block::whole(file, text));
        }
    }
    for blocks in [&mut programs.axum, &mut programs.reqwest] {
        blocks.retain(|block| matches(&block.place()));
    }
    for (name, dependencies, blocks) in [
        ("axum-blocks", AXUM_DEPENDENCIES, &programs.axum),
        ("reqwest-blocks", REQWEST_DEPENDENCIES, &programs.reqwest),
    ] {
        let folder = crate_of(name, &folder, &doorway, dependencies)?;
        for block in blocks {
            let file = folder.join("examples").join(block.name()).with_extension("rs");
            examples::write(&file, &block.program(options.tower_request)?)?;
        }
    }
    fs::write(
        folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"2\"\nmembers = [\"*\"]\nexclude = [\"target\"]\n\n[profile.dev]\ndebug = false\n",
    )?;
    // The versions that axum is tested with.
    fs::copy(axum.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(programs)
}

/// The dependency on the SDK, with all features that a component of the proxy world has.
fn doorway(workspace: &Workspace) -> Result<String> {
    let mut features = workspace.features("doorway")?;
    features.retain(|feature| !["env", "fs", "p3"].contains(&feature.as_str()));
    let sdk = workspace.path("sdk");
    Ok(format!("doorway = {{ path = {sdk:?}, features = {features:?} }}"))
}

/// The blocks of all files under a folder.
fn of_folder(
    root: &Path,
    folder: &Path,
    left_out: &[(&str, &str)],
    found: &mut Vec<Block>,
) -> Result<()> {
    for path in sorted(folder)? {
        let relative = path.strip_prefix(root)?;
        if left_out.iter().any(|(left, _)| relative.starts_with(left)) {
            continue;
        }
        if path.is_dir() {
            of_folder(root, &path, left_out, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            found.extend(blocks::of_file(relative, &fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Writes a crate for blocks as its examples: its folder.
fn crate_of(name: &str, folder: &Path, doorway: &str, dependencies: &str) -> Result<PathBuf> {
    let folder = folder.join(name);
    fs::create_dir_all(folder.join("src"))?;
    fs::create_dir_all(folder.join("examples"))?;
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2021\"\npublish = false\n\n\
         [dependencies]\n{doorway}\n{dependencies}"
    );
    examples::write(&folder.join("Cargo.toml"), &manifest)?;
    examples::write(&folder.join("src/lib.rs"), "")?;
    Ok(folder)
}
