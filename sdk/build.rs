//! Says which WASI it is, and finds the symbol by which Rust's std asks WASI 0.2 for the seed of its
//! hash maps.
//!
//! `std::collections::HashMap` and http's `HeaderMap` import `wasi:random/insecure-seed`, which the
//! world `wasi:http/proxy` does not hold. The libc shim defines that import itself, from
//! `wasi:random/random`, and for this needs its name. It is mangled, and so another one in each
//! release of Rust: it is read from the standard library of the target. Where that is not found
//! (with `-Zbuild-std`, say) components that hash import `wasi:random/insecure-seed`, and a warning
//! says so; of a crate from a registry cargo shows it with `-vv` only.

#[path = "build/symbol.rs"]
mod symbol;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/symbol.rs");
    println!("cargo::rerun-if-env-changed=RUSTC");
    println!("cargo::rustc-check-cfg=cfg(doorway_p3, doorway_seed)");
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") != "wasi" {
        return;
    }
    if target("ENV") == "p3" || env::var_os("CARGO_FEATURE_P3").is_some() {
        println!("cargo::rustc-cfg=doorway_p3");
    }
    if target("ENV") != "p2" {
        return;
    }
    match library_folder().and_then(|folder| find_symbol(&folder)) {
        Ok(symbol) => {
            println!("cargo::rustc-cfg=doorway_seed");
            println!("cargo::rustc-env=DOORWAY_SEED_SYMBOL={symbol}");
        }
        Err(why) => println!(
            "cargo::warning=a component with a HashMap or a HeaderMap will import \
             wasi:random/insecure-seed, which hosts of wasi:http/proxy alone refuse: {why}"
        ),
    }
}

/// Where rustc keeps the standard library of the target.
fn library_folder() -> Result<PathBuf, String> {
    let rustc = env::var_os("RUSTC").ok_or("cargo names no compiler in RUSTC")?;
    let target = env::var("TARGET").map_err(|error| format!("TARGET: {error}"))?;
    let arguments = ["--print", "target-libdir", "--target", &target];
    let command = format!("`{} {}`", rustc.display(), arguments.join(" "));
    let output = Command::new(rustc).args(arguments).output();
    let output = output.map_err(|error| {
        format!("{command} could not be run ({error}); set RUSTC to a compiler that can")
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or_default();
        return Err(format!("{command} failed ({}): {said}; set RUSTC to rustc", output.status));
    }
    let folder = String::from_utf8(output.stdout)
        .map_err(|error| format!("{command} gave a path that is not UTF-8: {error}"))?;
    Ok(PathBuf::from(folder.trim()))
}

/// The name of the import in one of the libraries.
fn find_symbol(folder: &Path) -> Result<String, String> {
    let mend = "`rustup target add wasm32-wasip2` installs the libraries, and without -Zbuild-std \
                they are those that are linked";
    let shown = folder.display();
    let files = fs::read_dir(folder).map_err(|error| format!("{shown}: {error}; {mend}"))?;
    let libraries = files.flatten().filter(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.ends_with(".rlib") && (name.starts_with("libwasi") || name.starts_with("libstd-"))
    });
    for library in libraries {
        let path = library.path();
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if let Some(symbol) = symbol::symbol_in(&bytes) {
            return Ok(symbol.to_owned());
        }
    }
    Err(format!("no library in {shown} has the symbol of that import; {mend}"))
}
