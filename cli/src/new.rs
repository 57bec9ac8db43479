//! `doorway new`: a crate from a template.

mod manifest;
mod template;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result};
use clap::Args;

use crate::command;
use crate::failure::Failure;
use manifest::Source;
pub use template::{TEMPLATES, Template};

/// Makes a crate for a component in a new folder
#[derive(Args)]
#[command(after_help = template::help())]
pub struct Options {
    /// The folder to make; its last part is the name of the crate
    path: PathBuf,
    /// The template
    #[arg(short, long, value_name = "NAME", default_value = "hello")]
    template: String,
}

/// Writes the files of a template into a new folder.
///
/// # Errors
///
/// When there is no such template, the name is no name of a crate, or the folder exists.
pub fn run(options: &Options) -> Result<()> {
    let template = template::find(&options.template)?;
    let name = name(&options.path)?;
    let folder = &options.path;
    if folder.exists() {
        return Err(Failure::new(
            format!("{} exists", folder.display()),
            "choose another name, or remove it",
        )
        .into());
    }
    let source = Source::of_this_program();
    for (path, content) in template.files(&name, &source)? {
        write(&folder.join(path), &content)?;
    }
    format(folder);
    println!("made {} from the template {}", folder.display(), template.name);
    if let Source::Folder(sdk) = &source {
        println!("it uses the doorway in {}, which this command was installed with", sdk.display());
    }
    println!(
        "\n  cd {}\n  {}\n  {}",
        folder.display(),
        template.serve(),
        template.ask.replace("{name}", &name)
    );
    Ok(())
}

/// Formats the sources as rustfmt does by default; the examples have lines of another width. It may not be installed.
fn format(folder: &Path) {
    let mut fmt = command::plain_cargo();
    let _ = fmt.arg("fmt").current_dir(folder).stderr(Stdio::null()).status();
}

/// The name of the crate: the last part of the path, if cargo takes it.
fn name(path: &Path) -> Result<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    // A crate of that name would hide the one it depends on.
    let is_taken = ["doorway", "test", "core", "std", "alloc", "proc_macro"].contains(&&*name);
    if !begins_well || !name.chars().all(is_word) || is_taken {
        return Err(Failure::new(
            format!("`{name}` cannot be the name of a crate"),
            "take letters, digits, `-` and `_`, beginning with a letter: `doorway new my-app`",
        )
        .into());
    }
    Ok(name)
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(cannot)?;
    }
    fs::write(path, content).with_context(cannot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_last_part_of_the_path() {
        assert_eq!(name(Path::new("some/where/my-app")).unwrap(), "my-app");
        assert_eq!(name(Path::new("my_app/")).unwrap(), "my_app");
        for bad in ["", "..", "my app", "1st", "größe", "doorway", "core", "a.b"] {
            assert!(name(Path::new(bad)).is_err(), "{bad}");
        }
    }
}
