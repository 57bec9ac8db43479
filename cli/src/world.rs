//! The world check: a component may import what its world has and nothing else, unless its manifest says so.

mod fit;
mod wit;

use anyhow::{Context, Result, bail};
use wit_component::DecodedWasm;
use wit_parser::{Resolve, WorldId, WorldKey};

use crate::failure::Failure;
use crate::wasi::Wasi;

/// The bytes after the magic number of a component; a core module has another version.
const COMPONENT_VERSION: [u8; 4] = [0x0d, 0, 1, 0];

/// The world of a version of WASI, as `wit/` defines it.
pub struct World {
    wasi: Wasi,
    name: &'static str,
    resolve: Resolve,
    world: WorldId,
    /// The other imports of Rust's std, and of crates that know no newer WASI.
    older: Vec<String>,
    /// Whether compatible versions of its imports are allowed.
    takes_compatible: bool,
}

/// The imports and exports of a component, with their types.
struct Types {
    resolve: Resolve,
    world: WorldId,
}

/// The names of a component's imports and exports.
pub struct Surface {
    /// The imports, with their versions.
    pub imports: Vec<String>,
    /// The exports, with their versions.
    pub exports: Vec<String>,
}

impl Surface {
    /// Whether it handles requests of that version of WASI.
    pub fn handles(&self, wasi: Wasi) -> bool {
        self.exports.iter().any(|export| unversioned(export) == wasi.handler())
    }
}

/// The imports and exports of a component.
///
/// # Errors
///
/// When it is no component.
pub fn surface(component: &[u8]) -> Result<Surface> {
    let types = Types::decode(component)?;
    let exports = types.resolve.worlds[types.world].exports.keys();
    Ok(Surface {
        imports: import_names(&types.resolve, types.world),
        exports: exports.map(|key| types.resolve.name_world_key(key)).collect(),
    })
}

impl World {
    /// The world that every component of a version of WASI fits.
    pub fn load(wasi: Wasi) -> Result<Self> {
        Self::named(wasi, wasi.world())
    }

    /// Another world of the same WIT.
    pub fn named(wasi: Wasi, name: &'static str) -> Result<Self> {
        let (resolve, package) = wit::resolve(wasi)?;
        let world = resolve
            .select_world(&[package], Some(name))
            .with_context(|| format!("{} has no world {name}", wasi.wit()))?;
        let older = match wasi {
            Wasi::P2 => Vec::new(),
            Wasi::P3 => {
                let older = Self::load(Wasi::P2)?;
                let mut names = import_names(&older.resolve, older.world);
                names.retain(|name| !name.starts_with("wasi:http/"));
                names
            }
        };
        Ok(Self { wasi, name, resolve, world, older, takes_compatible: false })
    }

    /// The names of its imports, with their versions.
    pub fn imports(&self) -> Vec<String> {
        import_names(&self.resolve, self.world)
    }

    /// The same world, into which interfaces of other, compatible versions fit, as they do on hosts.
    #[must_use]
    pub fn with_compatible_versions(self) -> Self {
        Self { takes_compatible: true, ..self }
    }

    /// Whether a component stays within the world and the imports that its manifest declares in addition.
    ///
    /// The answer is the world's name for the table; the error names each import that is too much.
    pub fn check(&self, component: &[u8], declared: &[String]) -> Result<String> {
        let (name, surface) = (self.name, Types::decode(component)?);
        if self.takes_compatible && self.has_other_versions(&surface) {
            return self.check_compatible(&surface, declared);
        }
        self.fits(&surface, declared)?;
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
    pub fn check_interfaces(&self, component: &[u8], declared: &[String]) -> Result<()> {
        let surface = Types::decode(component)?;
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

    /// The same for a component whose imports were raised to other patch versions.
    fn check_compatible(&self, surface: &Types, declared: &[String]) -> Result<String> {
        let imports = import_names(&surface.resolve, surface.world);
        self.fits(surface, declared)?;
        let newest =
            imports.iter().filter_map(|name| name.split_once("@0.2.")?.1.parse::<u32>().ok());
        let newest = newest.max().unwrap_or(0);
        let mut parts = vec![self.name.to_owned()];
        parts.extend(declared.iter().cloned());
        Ok(format!("{}, with imports up to 0.2.{newest}", parts.join(" + ")))
    }

    fn has_other_versions(&self, surface: &Types) -> bool {
        let allowed = import_names(&self.resolve, self.world);
        import_names(&surface.resolve, surface.world).iter().any(|import| {
            !allowed.contains(import)
                && !self.older.contains(import)
                && (has_interface(&allowed, unversioned(import))
                    || has_interface(&self.older, unversioned(import)))
        })
    }

    /// Whether hosts take an import of this version for the world's own.
    fn is_compatible(&self, import: &str, allowed: &[String]) -> bool {
        let patched = |name: &&String| {
            let versions = (name.rsplit_once('.'), import.rsplit_once('.'));
            matches!(versions, (Some((ours, _)), Some((theirs, _))) if ours == theirs)
        };
        self.takes_compatible && allowed.iter().chain(&self.older).any(|name| patched(&name))
    }

    /// The same for a component that others were joined into. What they import beyond the world was their manifests' to
    /// declare: it is only named in the answer, and so is what has another version.
    pub fn check_joined(&self, component: &[u8]) -> Result<String> {
        let surface = Types::decode(component)?;
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

    /// The world with the declared interfaces as the component knows them.
    fn with_extra(&self, surface: Types, extra: &[String]) -> Result<(Resolve, WorldId)> {
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

impl Types {
    fn decode(component: &[u8]) -> Result<Self> {
        // A core module would be decoded as a component that imports and exports nothing.
        if component.get(4..8) != Some(&COMPONENT_VERSION) {
            return Err(no_component().into());
        }
        match wit_component::decode(component).context("is not a valid component")? {
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

/// The error of a file that is no component.
pub(crate) fn no_component() -> Failure {
    Failure::new(
        "is not a component",
        "build it by `doorway build`, or by cargo with `--target wasm32-wasip2`",
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
pub fn unversioned(name: &str) -> &str {
    name.split_once('@').map_or(name, |(name, _)| name)
}

#[cfg(test)]
mod tests;
