//! Says which WASI it is, and finds the symbol by which Rust's std asks WASI 0.2 for the seed of its
//! hash maps.
//!
//! `std::collections::HashMap` and http's `HeaderMap` import `wasi:random/insecure-seed`, which the
//! world `wasi:http/proxy` does not hold. The libc shim defines that import itself, from
//! `wasi:random/random`, and for this needs its name. It is mangled, and so another one in each
//! release of Rust: it is read from the standard library of the target. Where that is not found
//! (with `-Zbuild-std`, say) components that hash import `wasi:random/insecure-seed`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
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
    let Some(symbol) = library_folder().and_then(|folder| find_symbol(&folder)) else { return };
    println!("cargo::rustc-cfg=doorway_seed");
    println!("cargo::rustc-env=DOORWAY_SEED_SYMBOL={symbol}");
}

/// Where rustc keeps the standard library of the target.
fn library_folder() -> Option<PathBuf> {
    let output = Command::new(env::var_os("RUSTC")?)
        .args(["--print", "target-libdir", "--target", &env::var("TARGET").ok()?])
        .output()
        .ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// The mangled name of the import, `…insecure_seed…wit_import1`, in one of the libraries.
fn find_symbol(folder: &Path) -> Option<String> {
    fs::read_dir(folder).ok()?.flatten().find_map(|file| {
        let name = file.file_name();
        let name = name.to_str()?;
        let is_library =
            name.ends_with(".rlib") && (name.starts_with("libwasi") || name.starts_with("libstd-"));
        if is_library { symbol_in(&fs::read(file.path()).ok()?) } else { None }
    })
}

fn symbol_in(library: &[u8]) -> Option<String> {
    let is_symbol = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let import = b"wit_import";
    let mut from = 0;
    while let Some(found) = position(&library[from..], import) {
        let at = from + found;
        from = at + import.len();
        let before = library[..at].iter().rev().take_while(|byte| is_symbol(byte)).count();
        let digits = library[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let run = str::from_utf8(&library[at - before..from + digits]).ok()?;
        // Names may stand next to each other: the import's is the last that begins.
        let symbol = &run[run.rfind("_RNv")?..];
        if symbol.contains("insecure_seed") {
            return Some(symbol.to_owned());
        }
    }
    None
}

fn position(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
