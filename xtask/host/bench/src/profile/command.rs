//! `doorway-bench profile`: what `cargo xtask profile` calls.

use std::path::PathBuf;

use anyhow::{Context, Result};
use bytes::Bytes;
use clap::Args;
use http::Request;

use super::{picture, profile};

/// Where the fuel of a request goes, by function
#[derive(Args)]
pub(crate) struct Options {
    /// The component, built with names, and for a picture with lines
    file: PathBuf,
    /// The request's method
    #[arg(default_value = "GET")]
    method: String,
    /// The request's path and query
    #[arg(default_value = "/")]
    path: String,
    /// The bytes of the request's body
    #[arg(long, value_name = "TEXT", default_value = "")]
    body: String,
    /// A header; may be given more than once
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,
    /// Which request of an instance; those before it are the same
    #[arg(long, value_name = "N", default_value_t = 1)]
    nth: usize,
    /// How many functions are shown
    #[arg(long, value_name = "N", default_value_t = 40)]
    rows: usize,
    /// Show what the fuel is for instead
    #[arg(long)]
    picture: bool,
    /// Write the picture between its markers in this file
    #[arg(long, value_name = "FILE.md", requires = "picture")]
    write: Option<PathBuf>,
    /// The command that the picture names
    #[arg(long, hide = true, default_value = "doorway-bench profile")]
    command: String,
}

/// Profiles and prints.
///
/// # Errors
///
/// As [`profile`]; or when the request is malformed or a file cannot be read or written.
pub(crate) fn run(options: &Options) -> Result<()> {
    let component = std::fs::read(&options.file)
        .with_context(|| format!("cannot read {}", options.file.display()))?;
    let mut request = Request::builder().method(options.method.as_str()).uri(&options.path);
    for header in &options.header {
        let (name, value) = header
            .split_once(':')
            .with_context(|| format!("{header:?} is no header: it has no colon"))?;
        request = request.header(name.trim(), value.trim());
    }
    let body = Bytes::from(options.body.clone());
    let request = request.body(body).context("there is no such request")?;

    let profile = profile(&component, &request, options.nth)?;
    if !options.picture {
        print!("{}", profile.table(options.rows));
        return Ok(());
    }
    let what = format!("{} {}", options.method, options.path);
    let drawn = picture::picture(&profile, &what, &options.command);
    match &options.write {
        Some(file) => picture::write(file, &drawn),
        None => {
            print!("{drawn}");
            Ok(())
        }
    }
}
