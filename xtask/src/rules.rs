//! Rules for files: lengths, read-mes, places of `unsafe`, unfinished code, language.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};

mod phrasing;

/// About 300 lines are readable; the rest is room for the last test.
const MAX_LINES: usize = 320;

/// Folders with code and Markdown.
const FOLDERS: &[&str] =
    &["docs", "sdk", "macros", "examples", "cli/src", "cli/tests", "cli/wrpc", "xtask"];

/// Generated files, which need not be readable.
const GENERATED: &[&str] = &[
    "sdk/src/backend/p2/bindings.rs",
    "sdk/src/backend/p3/bindings.rs",
    "examples/own-wit/src/bindings.rs",
    "sdk/src/backend/wasi/config/bindings.rs",
    "sdk/src/backend/wasi/keyvalue/bindings.rs",
    "sdk/src/backend/p2/warm/bindings.rs",
    "sdk/src/backend/p3/warm/bindings.rs",
];

/// The only file by hand with `unsafe`.
const UNSAFE: &str = "sdk/src/backend/wasi/libc.rs";

/// Cases that do not compile, so that their `unsafe` never runs.
const COMPILE_FAIL: &str = "macros/tests/fail";

/// Macros for work in progress.
const UNFINISHED: &[&str] = &["todo", "dbg"];

/// A line that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Relative to the repository.
    pub(crate) file: PathBuf,
    pub(crate) line: usize,
    /// The problem, and how to fix it.
    pub(crate) what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}

/// Everything in the repository that breaks a rule.
pub(crate) fn findings(root: &Path) -> Result<Vec<Finding>> {
    let mut found = without_readme(root)?;
    for folder in FOLDERS {
        for file in rust_files(&root.join(folder))? {
            let relative = file.strip_prefix(root).expect("it was found under root");
            if GENERATED.iter().any(|generated| relative == Path::new(generated)) {
                continue;
            }
            let source = fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            found.extend(of_source(relative, &source));
        }
    }
    for file in markdown_files(root)? {
        let relative = file.strip_prefix(root).expect("it was found under root");
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let of_file = phrasing::of_markdown(&text).into_iter();
        found.extend(of_file.map(|(line, what)| Finding { file: relative.into(), line, what }));
    }
    Ok(found)
}

/// The lines of a Rust file that break a rule.
fn of_source(file: &Path, source: &str) -> Vec<Finding> {
    let finding = |line, what: String| Finding { file: file.to_path_buf(), line, what };
    let mut found = Vec::new();
    let lines = source.lines().count();
    if lines > MAX_LINES {
        let what = format!(
            "{lines} lines, {MAX_LINES} are the most: move a part that has its own subject to a file"
        );
        found.push(finding(MAX_LINES + 1, what));
    }
    let phrases = phrasing::of_rust(source).into_iter();
    found.extend(phrases.map(|(line, what)| finding(line, what)));
    // In comments too, so in the text and not in the tokens.
    let marker = concat!("FIX", "ME");
    for (index, _) in source.lines().enumerate().filter(|(_, line)| line.contains(marker)) {
        found.push(finding(index + 1, format!("{marker}: fix it now, or write down the reason")));
    }
    match TokenStream::from_str(source) {
        Ok(tokens) => {
            let may_be_unsafe = file == Path::new(UNSAFE) || file.starts_with(COMPILE_FAIL);
            of_tokens(tokens, may_be_unsafe, &mut |line, what| found.push(finding(line, what)));
        }
        Err(error) => found.push(finding(error.span().start().line, format!("not Rust: {error}"))),
    }
    found
}

fn of_tokens(tokens: TokenStream, may_be_unsafe: bool, report: &mut impl FnMut(usize, String)) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => of_tokens(group.stream(), may_be_unsafe, report),
            TokenTree::Ident(ident) => {
                let line = ident.span().start().line;
                if ident == "unsafe" && !may_be_unsafe {
                    report(
                        line,
                        format!("unsafe is for generated bindings and {UNSAFE}: find a safe way"),
                    );
                }
                let called = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
                if called && let Some(name) = UNFINISHED.iter().find(|name| ident == **name) {
                    report(
                        line,
                        format!("{name}! is for work in progress: finish it or take it out"),
                    );
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn without_readme(root: &Path) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for folder in sorted_entries(&root.join("examples"))? {
        if folder.join("Cargo.toml").is_file() && !folder.join("README.md").is_file() {
            let file =
                folder.strip_prefix(root).expect("it was found under root").join("README.md");
            let what =
                "missing: say what the example shows, how to run it and what it answers".to_owned();
            found.push(Finding { file, line: 1, what });
        }
    }
    Ok(found)
}

/// The Markdown files of the repository. Those of `wit` come from elsewhere, except for the first.
fn markdown_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in sorted_entries(root)? {
        files.extend(path.extension().is_some_and(|extension| extension == "md").then_some(path));
    }
    for folder in FOLDERS {
        files.extend(files_of(&root.join(folder), "md")?);
    }
    files.push(root.join("wit/README.md"));
    Ok(files)
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    files_of(folder, "rs")
}

fn files_of(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in sorted_entries(folder)? {
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            if name != "target" && !name.to_string_lossy().starts_with('.') {
                files.extend(files_of(&path, extension)?);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(files)
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(file: &str, source: &str) -> Vec<String> {
        of_source(Path::new(file), source).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn good_code_breaks_no_rule() {
        let source = "// unsafe, todo! and dbg! in a comment\nfn todo() -> &'static str { \"unsafe dbg!(1)\" }\n";
        assert_eq!(shown("sdk/src/a.rs", source), Vec::<String>::new());
    }

    #[test]
    fn a_long_file_is_found_at_its_first_line_too_many() {
        assert_eq!(shown("a.rs", &"\n".repeat(320)), Vec::<String>::new());
        let found = shown("a.rs", &"\n".repeat(321));
        assert_eq!(
            found,
            [
                "a.rs:321: 321 lines, 320 are the most: move a part that has its own subject to a file"
            ]
        );
    }

    #[test]
    fn unsafe_is_for_few_files() {
        let source = "mod a {\n    #[unsafe(no_mangle)]\n    extern \"C\" fn write() {}\n}\n";
        let found = shown("sdk/src/a.rs", source);
        assert!(
            found.len() == 1
                && found[0].starts_with("sdk/src/a.rs:2: unsafe is for generated bindings"),
            "{found:?}"
        );
        assert_eq!(shown("sdk/src/backend/wasi/libc.rs", source), Vec::<String>::new());
        assert_eq!(shown("macros/tests/fail/on_unsafe_fn.rs", source), Vec::<String>::new());
    }

    #[test]
    fn nothing_unfinished_is_left_behind() {
        let marker = concat!("FIX", "ME");
        let source = format!("fn a() {{\n    dbg!(1);\n    todo!()\n}}\n// {marker} later\n");
        let lines: Vec<usize> =
            of_source(Path::new("a.rs"), &source).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [5, 2, 3]);
    }
}
