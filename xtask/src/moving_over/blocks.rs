//! The code blocks of documentation: found in sources and Markdown as rustdoc finds them, and made programs as it makes them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::rewrite::{self, Moved};

/// A block of Rust in a doc.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Relative to the repository.
    pub(super) file: PathBuf,
    /// The line of the fence.
    pub(super) line: usize,
    pub(super) must_fail: bool,
    code: String,
}

impl Block {
    /// A file that is a program.
    pub(super) fn whole(file: PathBuf, code: String) -> Self {
        Self { file, line: 1, must_fail: false, code }
    }

    /// The name of the program, from its place.
    pub(super) fn name(&self) -> String {
        let file = self.file.to_string_lossy();
        let words = file.split(|char: char| !char.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !["src", "rs"].contains(word)).collect();
        format!("{}_{}", words.join("_"), self.line)
    }

    /// `axum/src/lib.rs:12`.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file.display(), self.line)
    }

    /// A program for doorway, with nothing changed but what `rewrite.rs` lists.
    pub(super) fn program(&self, tower_request: bool) -> Result<String> {
        program(&self.code, tower_request).with_context(|| self.place())
    }
}

/// The blocks of a file that rustdoc would compile.
pub(super) fn of_file(file: &Path, text: &str) -> Vec<Block> {
    let is_markdown = file.extension().is_some_and(|extension| extension == "md");
    let mut found = Vec::new();
    let mut open: Option<(Fence, Block)> = None;
    for (index, line) in text.lines().enumerate() {
        let doc = if is_markdown { Some(line) } else { doc_comment(line) };
        let Some(doc) = doc else {
            // A comment that ends ends its block.
            open = None;
            continue;
        };
        match &mut open {
            Some((fence, block)) => {
                if fence.is_closed_by(doc) {
                    let (fence, block) = open.take().expect("it is open");
                    found.extend(fence.is_rust.then_some(block));
                } else {
                    block.code.push_str(visible(doc.get(fence.indent(doc)..).unwrap_or_default()));
                    block.code.push('\n');
                }
            }
            None => {
                open = Fence::of(doc).map(|fence| {
                    let must_fail = fence.must_fail;
                    let (file, code) = (file.to_owned(), String::new());
                    (fence, Block { file, line: index + 1, must_fail, code })
                });
            }
        }
    }
    found
}

/// The text of a line of a doc comment, without the space before it.
fn doc_comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

struct Fence {
    marks: usize,
    spaces: usize,
    is_rust: bool,
    must_fail: bool,
}

impl Fence {
    fn of(line: &str) -> Option<Self> {
        let text = line.trim_start();
        let marks = text.len() - text.trim_start_matches('`').len();
        if marks < 3 {
            return None;
        }
        let words: Vec<&str> = text[marks..]
            .split(|char: char| char == ',' || char.is_whitespace())
            .filter(|word| !word.is_empty())
            .collect();
        let is_known = |word: &&str| {
            ["rust", "no_run", "should_panic", "compile_fail"].contains(word)
                || word.starts_with("edition")
        };
        Some(Self {
            marks,
            spaces: line.len() - text.len(),
            is_rust: words.iter().all(is_known),
            must_fail: words.contains(&"compile_fail"),
        })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let text = line.trim();
        text.len() >= self.marks && text.chars().all(|char| char == '`')
    }

    /// How much of a line's start is the indentation of the block.
    fn indent(&self, line: &str) -> usize {
        (line.len() - line.trim_start_matches(' ').len()).min(self.spaces)
    }
}

/// A line of code without the mark that hides it.
fn visible(line: &str) -> &str {
    let text = line.trim_start();
    match text.strip_prefix('#') {
        Some("") => "",
        Some(hidden) if hidden.starts_with(' ') => hidden,
        Some(escaped) if escaped.starts_with('#') => escaped,
        _ => line,
    }
}

/// Code as a program for doorway: in a `main`, as rustdoc puts it, unless there is one.
fn program(code: &str, tower_request: bool) -> Result<String> {
    let (attributes, code): (Vec<&str>, Vec<&str>) =
        code.lines().partition(|line| line.trim_start().starts_with("#!["));
    let (attributes, code) = (attributes.join("\n"), code.join("\n"));
    let Moved { source: moved, without_main } = rewrite::rewrite(&code, tower_request)?;
    let (before, after) = if without_main {
        ("", "fn main() {}")
    } else if moved.contains("fn main(") {
        ("", "")
    } else if code.trim_end().ends_with("(())") {
        (
            "fn main() {\nfn inner() -> core::result::Result<(), impl core::fmt::Debug> {\n",
            "}\ninner().unwrap()\n}",
        )
    } else {
        ("fn main() {\n", "}")
    };
    Ok(format!("#![allow(warnings)]\n{attributes}\n{before}{moved}\n{after}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOC: &str = "\
//! An app:
//!
//! ```
//! # use axum::Router;
//! let app: Router = app();
//! #[allow(a)]
//! ##hidden
//! ```

/// ```rust,compile_fail
/// no
/// ```
///
/// ```text
/// use axum
/// ```
fn a() {}
";

    #[test]
    fn blocks_are_found_as_rustdoc_finds_them() {
        let found = of_file(Path::new("axum/src/lib.rs"), DOC);
        let places: Vec<(String, bool)> =
            found.iter().map(|block| (block.place(), block.must_fail)).collect();
        assert_eq!(
            places,
            [("axum/src/lib.rs:3".to_owned(), false), ("axum/src/lib.rs:10".to_owned(), true)]
        );
        assert_eq!(found[0].name(), "axum_lib_3");
        assert_eq!(
            found[0].code,
            " use axum::Router;\nlet app: Router = app();\n#[allow(a)]\n#hidden\n"
        );
        let markdown =
            of_file(Path::new("a.md"), "```rust\na\n```\n```\nb\n```\n```json\n{}\n```\n");
        assert_eq!(
            markdown.iter().map(|block| &block.code[..]).collect::<Vec<_>>(),
            ["a\n", "b\n"]
        );
    }

    #[test]
    fn a_block_becomes_a_program() {
        assert_eq!(
            program("#![allow(a)]\naxum::b();", false).unwrap(),
            "#![allow(warnings)]\n#![allow(a)]\nfn main() {\ndoorway::b();\n}\n"
        );
        assert_eq!(
            program("b()?;\nOk::<(), E>(())", false).unwrap(),
            "#![allow(warnings)]\n\nfn main() {\n\
             fn inner() -> core::result::Result<(), impl core::fmt::Debug> {\nb()?;\nOk::<(), E>(())\n}\n\
             inner().unwrap()\n}\n"
        );
        assert_eq!(
            program("fn main() {}", false).unwrap(),
            "#![allow(warnings)]\n\nfn main() {}\n\n"
        );
        let moved = program("#[tokio::main]\nasync fn main() { a().await }", false).unwrap();
        assert_eq!(
            moved,
            "#![allow(warnings)]\n\n#[allow(dead_code)] async fn started() { a().await }\nfn main() {}\n"
        );
    }
}
