//! The app that a command works on: a crate, or a component's file.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::build::How;
use crate::component::Crate;
use crate::wasi::Wasi;

/// An app, and how it is built if it is a crate.
#[derive(Args, Clone, Debug)]
pub struct App {
    /// The folder of a crate, or a component's file, which ends with .wasm
    #[arg(value_name = "APP", default_value = ".")]
    pub path: PathBuf,
    /// How the crate is built.
    #[command(flatten)]
    pub how: How,
    /// The version of WASI that a crate is built for; without it 0.2, or the only one that the crate is for
    #[arg(long, value_name = "VERSION")]
    pub wasi: Option<Wasi>,
}

impl App {
    /// Whether it is a crate, which is built, and not a file.
    pub fn is_crate(&self) -> bool {
        self.path.is_dir()
    }

    /// The crate in its folder.
    ///
    /// # Errors
    ///
    /// As [`Crate::find`].
    pub fn find(&self) -> Result<Crate> {
        Crate::find(&self.path, self.how.package.as_deref())
    }
}
