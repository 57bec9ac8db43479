//! One component of a chain: what it is asked by, and what it asks.

use anyhow::{Context, Result, anyhow, bail};
use wac_graph::types::{Package, Types, are_semver_compatible};
use wasmparser::{Parser, Validator, WasmFeatures};

use crate::failure::Failure;
use crate::wasi::Wasi;
use crate::world::{no_component, unversioned};

/// The interface that links a chain; all compatible versions of it work.
const HANDLER: &str = "wasi:http/handler@0.3.0";

pub(super) struct Link<'a> {
    /// As it was named.
    pub(super) name: &'a str,
    pub(super) bytes: Vec<u8>,
    /// The handler that it exports, with its version.
    pub(super) export: String,
    /// The handler that it imports, if it is a middleware.
    pub(super) import: Option<String>,
}

impl<'a> Link<'a> {
    pub(super) fn read(name: &'a str, bytes: Vec<u8>) -> Result<Self> {
        let (export, import) = ends(&bytes).with_context(|| name.to_owned())?;
        Ok(Self { name, bytes, export, import })
    }
}

/// The handler that a component exports, and the one that it imports.
fn ends(bytes: &[u8]) -> Result<(String, Option<String>)> {
    validate(bytes)?;
    let (exports, imports) = handlers(bytes)?;
    let Some(export) = fitting(&exports) else { return Err(no_handler(&exports)) };
    let import = fitting(&imports);
    if let (None, Some(other)) = (&import, imports.first()) {
        bail!("imports {other}, which {HANDLER} does not fit: build it against that");
    }
    Ok((export, import))
}

/// Whether these bytes are a component, by the rules of all that is standard: async functions, streams and futures are,
/// other proposals for components are not, and hosts refuse them.
pub(super) fn validate(bytes: &[u8]) -> Result<()> {
    if !Parser::is_component(bytes) {
        return Err(no_component().into());
    }
    Validator::new_with_features(WasmFeatures::default())
        .validate_all(bytes)
        .context("is not a valid component")?;
    Ok(())
}

/// The exports and imports that handle requests, in whatever version.
fn handlers(bytes: &[u8]) -> Result<(Vec<String>, Vec<String>)> {
    let mut types = Types::default();
    let package = Package::from_bytes("link", None, bytes, &mut types)?;
    let world = &types[package.ty()];
    let known = |name: &&String| Wasi::ALL.iter().any(|wasi| wasi.handler() == unversioned(name));
    let exports = world.exports.keys().filter(known).cloned().collect();
    Ok((exports, world.imports.keys().filter(known).cloned().collect()))
}

fn fitting(names: &[String]) -> Option<String> {
    names.iter().find(|name| are_semver_compatible(name, HANDLER)).cloned()
}

/// Why there is none of these that fits.
fn no_handler(exports: &[String]) -> anyhow::Error {
    match exports.first() {
        None => Failure::new(
            format!("exports no {HANDLER}"),
            "put #[http_handler] on the function that makes the app",
        )
        .into(),
        Some(export) if unversioned(export) == Wasi::P2.handler() => Failure::new(
            format!("is a component of WASI 0.2 (it exports {export}), and those cannot be joined"),
            "build it by `doorway build --wasi 0.3`",
        )
        .into(),
        Some(export) => {
            anyhow!("exports {export}, which {HANDLER} does not fit: build it against that")
        }
    }
}
