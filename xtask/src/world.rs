//! The world check: a component may import what its world has and nothing else, unless its manifest says so.

use std::path::Path;

use anyhow::{Context, Result, bail};
use wit_component::DecodedWasm;
use wit_parser::{Resolve, WorldId, WorldKey};

use crate::wasi::Wasi;

/// The bytes after the magic number of a component; a core module has another version.
const COMPONENT_VERSION: [u8; 4] = [0x0d, 0, 1, 0];

/// The world of a version of WASI, as `wit/` defines it.
pub(crate) struct World {
    wasi: Wasi,
    name: &'static str,
    resolve: Resolve,
    world: WorldId,
    /// The other imports of Rust's std, and of crates that know no newer WASI.
    older: Vec<String>,
}

/// The imports and exports of a component.
struct Surface {
    resolve: Resolve,
    world: WorldId,
}

impl World {
    pub(crate) fn load(root: &Path, wasi: Wasi) -> Result<Self> {
        Self::named(root, wasi, wasi.world())
    }

    /// Another world of the same WIT.
    pub(crate) fn named(root: &Path, wasi: Wasi, name: &'static str) -> Result<Self> {
        let wit = root.join(wasi.wit());
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(&wit).with_context(|| {
            format!("{} is not a valid WIT package: `cargo xtask bindgen` mends it", wit.display())
        })?;
        let world = resolve.select_world(&[package], Some(name)).with_context(|| {
            format!("{} has no world {name}: `cargo xtask bindgen` mends it", wit.display())
        })?;
        let older = match wasi {
            Wasi::P2 => Vec::new(),
            Wasi::P3 => {
                let older = Self::load(root, Wasi::P2)?;
                let mut names = import_names(&older.resolve, older.world);
                names.retain(|name| !name.starts_with("wasi:http/"));
                names
            }
        };
        Ok(Self { wasi, name, resolve, world, older })
    }

    /// Whether a component stays within the world and the imports that its manifest declares in addition.
    ///
    /// The answer is the world's name for the table; the error names each import that is too much.
    pub(crate) fn check(&self, component: &[u8], declared: &[String]) -> Result<String> {
        let (name, surface) = (self.name, Surface::decode(component)?);
        let problems = self.problems(&surface, declared);
        if !problems.is_empty() {
            bail!("does not fit {name}:\n  {}", problems.join("\n  "));
        }
        let mut beside = import_names(&surface.resolve, surface.world);
        beside.retain(|import| self.older.contains(import));
        let extra = [declared, &beside].concat();
        let (resolve, world) = self.with_extra(surface, &extra)?;
        wit_component::targets(&resolve, world, component).with_context(|| {
            format!("imports and exports what {name} has, but with other types")
        })?;
        Ok(std::iter::once(name)
            .chain(extra.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" + "))
    }

    /// The same for a component that an adapter was joined with: the adapter has its own patch versions, so they do not
    /// count, and it may do without a declared import.
    pub(crate) fn check_interfaces(&self, component: &[u8], declared: &[String]) -> Result<()> {
        let surface = Surface::decode(component)?;
        let allowed = import_names(&self.resolve, self.world);
        let allowed: Vec<&str> =
            allowed.iter().chain(declared).map(|name| unversioned(name)).collect();
        let mut outside = import_names(&surface.resolve, surface.world);
        outside.retain(|import| !allowed.contains(&unversioned(import)));
        if !outside.is_empty() {
            bail!("imports what {} has not in any version: {}", self.name, outside.join(", "));
        }
        if !surface.exports(self.wasi.handler()) {
            bail!("does not export {}", self.wasi.handler());
        }
        Ok(())
    }

    /// The same for a component that others were joined into. What they import beyond the world was their manifests' to
    /// declare: it is only named in the answer, and so is what has another version.
    pub(crate) fn check_joined(&self, component: &[u8]) -> Result<String> {
        let surface = Surface::decode(component)?;
        let allowed = import_names(&self.resolve, self.world);
        let mut beyond = import_names(&surface.resolve, surface.world);
        beyond.retain(|import| !allowed.contains(import));
        let mut foreign: Vec<String> =
            beyond.iter().map(|name| unversioned(name).to_owned()).collect();
        foreign.retain(|name| !has_interface(&allowed, name));
        foreign.dedup();
        if foreign.len() == beyond.len() {
            return self.check(component, &foreign);
        }
        self.check_interfaces(component, &foreign)?;
        Ok(std::iter::once(self.name)
            .chain(beyond.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" + "))
    }

    fn problems(&self, surface: &Surface, declared: &[String]) -> Vec<String> {
        let allowed = import_names(&self.resolve, self.world);
        let imports = import_names(&surface.resolve, surface.world);
        let undeclared = imports.iter().filter(|import| {
            !allowed.contains(import)
                && !self.older.contains(import)
                && !declared.iter().any(|name| name == unversioned(import))
        });
        let (raised, foreign): (Vec<&String>, Vec<&String>) =
            undeclared.partition(|import| has_interface(&allowed, unversioned(import)));
        let mut problems: Vec<String> =
            foreign.iter().map(|import| format!("imports {import}: {}", advice(import))).collect();
        if !raised.is_empty() {
            problems.push(format!(
                "imports other versions than the world has: {}. The linker raises all versions to those of std's own \
                 WIT unless .cargo/config.toml has, under [target.wasm32-wasip2], rustflags = \
                 [\"-Clink-arg=--merge-imports-based-on-semver=false\"]; RUSTFLAGS in the environment hides that. A crate with bindings of its own may name them, too: \
                 `cargo tree --target wasm32-wasip2 --invert wasip2` shows those that do, such as getrandom before 0.4.3",
                raised.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
            ));
        }
        for name in declared {
            if !has_interface(&imports, name) {
                problems.push(format!(
                    "does not import {name}, which its Cargo.toml declares in [package.metadata.doorway]: remove it there"
                ));
            } else if imports
                .iter()
                .all(|import| unversioned(import) != name || allowed.contains(import))
            {
                problems.push(format!(
                    "declares {name} in [package.metadata.doorway] of its Cargo.toml, which the world has anyway: \
                     remove it there"
                ));
            }
        }
        if !surface.exports(self.wasi.handler()) {
            let handler = self.wasi.handler();
            problems.push(format!(
                "does not export {handler}: is there a function with #[http_handler]?"
            ));
        }
        problems
    }

    /// The world with the declared interfaces as the component knows them.
    fn with_extra(&self, surface: Surface, extra: &[String]) -> Result<(Resolve, WorldId)> {
        let mut resolve = self.resolve.clone();
        if extra.is_empty() {
            return Ok((resolve, self.world));
        }
        let found: Vec<_> = surface.resolve.worlds[surface.world]
            .imports
            .iter()
            .filter(|(key, _)| {
                let import = surface.resolve.name_world_key(key);
                extra.iter().any(|name| *name == import || name == unversioned(&import))
            })
            .filter_map(|(key, item)| match key {
                WorldKey::Interface(id) => Some((*id, item.clone())),
                WorldKey::Name(_) => None,
            })
            .collect();
        let remap = resolve
            .merge(surface.resolve)
            .with_context(|| format!("its WIT contradicts the one of {}", self.wasi.wit()))?;
        for (id, mut item) in found {
            let mapped = remap.map_interface(id, Default::default())?;
            if let wit_parser::WorldItem::Interface { id, .. } = &mut item {
                *id = mapped;
            }
            resolve.worlds[self.world].imports.insert(WorldKey::Interface(mapped), item);
        }
        Ok((resolve, self.world))
    }
}

impl Surface {
    fn decode(component: &[u8]) -> Result<Self> {
        // A core module would be decoded as a component that imports and exports nothing.
        if component.get(4..8) != Some(&COMPONENT_VERSION) {
            bail!("is not a component: was it built for wasm32-wasip2?");
        }
        match wit_component::decode(component)
            .context("is not a component: was it built for wasm32-wasip2?")?
        {
            DecodedWasm::Component(resolve, world) => Ok(Self { resolve, world }),
            DecodedWasm::WitPackage(..) => bail!("is a WIT package and not a component"),
        }
    }

    /// Whether it exports an interface, of whatever version.
    fn exports(&self, interface: &str) -> bool {
        let mut exports = self.resolve.worlds[self.world].exports.keys();
        exports.any(|key| unversioned(&self.resolve.name_world_key(key)) == interface)
    }
}

/// Advice for an import that the world lacks.
fn advice(import: &str) -> String {
    let name = unversioned(import);
    let cause = match name.split_once('/').map_or(name, |(package, _)| package) {
        "wasi:cli" => {
            "std::env or std::process with feature `env` of doorway, or doorway is not linked"
        }
        "wasi:filesystem" => {
            "std::fs or std::path, in the crate or in one that it depends on; it has files with feature `fs` of doorway"
        }
        "wasi:sockets" => {
            "std::net, in the crate or in one that it depends on; doorway::Client sends requests"
        }
        "wasi:random" => {
            "a crate that asks for weak randomness; the world has wasi:random/random only. Or doorway's build script did \
             not find the symbol of std's import, and warned"
        }
        _ => "WIT of the crate's own",
    };
    format!(
        "likely cause: {cause}. If it is meant, declare it in Cargo.toml: [package.metadata.doorway] imports = \
         [\"{name}\"]"
    )
}

/// Whether one of these names is of that interface, in whatever version.
fn has_interface(names: &[String], interface: &str) -> bool {
    names.iter().any(|name| unversioned(name) == interface)
}

/// `wasi:io/poll@0.2.0` and so on.
fn import_names(resolve: &Resolve, world: WorldId) -> Vec<String> {
    resolve.worlds[world].imports.keys().map(|key| resolve.name_world_key(key)).collect()
}

/// `wasi:io/poll` of `wasi:io/poll@0.2.0`.
pub(crate) fn unversioned(name: &str) -> &str {
    name.split_once('@').map_or(name, |(name, _)| name)
}

#[cfg(test)]
mod tests;
