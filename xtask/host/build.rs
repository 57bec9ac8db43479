//! Writes one constant for each guest program and each example, so that a program no test mentions
//! is dead code. Those of `ecosystem/`, which are tested on one WASI alone, are a file of their own.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

const GUEST: &str = "::doorway_host::testing::Guest";

fn main() -> Result<(), Box<dyn Error>> {
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut names = guests(&home.join("guests/examples"))?;
    names.extend(guests(&home.join("files/examples"))?);
    names.extend(guests(&home.join("calls/examples"))?);
    names.extend(guests(&home.join("table/examples"))?);
    names.extend(guests(&home.join("../bench/by-hand/examples"))?);
    names.extend(examples(&home.join("../../examples"))?);
    write_constants("guests.rs", names)?;
    write_constants("ecosystem.rs", guests(&home.join("ecosystem/examples"))?)
}

fn write_constants(file: &str, mut names: Vec<String>) -> Result<(), Box<dyn Error>> {
    names.sort();
    let mut constants = String::new();
    for name in &names {
        let constant = name.replace('-', "_").to_uppercase();
        writeln!(constants, "pub(crate) const {constant}: {GUEST} = crate::guest({name:?});")?;
    }
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join(file), constants)?;
    Ok(())
}

/// The guest programs: one file each, or a folder.
fn guests(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let files = entries(folder)?
        .into_iter()
        .filter(|path| path.is_dir() || path.extension().is_some_and(|ext| ext == "rs"));
    Ok(files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect())
}

/// The examples: one package each, whose name comes first in its manifest.
fn examples(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let manifests = entries(folder)?.into_iter().map(|path| path.join("Cargo.toml"));
    let mut names = Vec::new();
    for manifest in manifests.filter(|manifest| manifest.exists()) {
        let text = fs::read_to_string(&manifest)?;
        if text.contains("\nmiddleware = true") {
            // It is served in front of others: tests/guest_p3/chain.rs.
            continue;
        }
        let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        names.push(name.ok_or_else(|| format!("{}: no name", manifest.display()))?.to_owned());
    }
    Ok(names)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    // A folder that is missing is watched through the one above it.
    let watched = folder.ancestors().find(|path| path.is_dir()).unwrap_or(folder);
    println!("cargo::rerun-if-changed={}", watched.display());
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}
