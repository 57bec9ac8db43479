//! The world check: a component may import what its world has and nothing else, unless its manifest says so.

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

    /// Whether the names of imports and exports are those of the world.
    fn fits(&self, surface: &Types, declared: &[String]) -> Result<()> {
        let (problems, mut help) = self.problems(surface, declared);
        if problems.is_empty() {
            return Ok(());
        }
        help.dedup();
        let what = format!("does not fit {}: it {}", self.name, problems.join("; it "));
        Err(Failure::new(what, help.join("; ")).into())
    }

    /// What is wrong with the imports and exports, and how to fix each.
    fn problems(&self, surface: &Types, declared: &[String]) -> (Vec<String>, Vec<String>) {
        let allowed = import_names(&self.resolve, self.world);
        let imports = import_names(&surface.resolve, surface.world);
        let undeclared = imports.iter().filter(|import| {
            !allowed.contains(import)
                && !self.older.contains(import)
                && !self.is_compatible(import, &allowed)
                && !declared.iter().any(|name| name == unversioned(import))
        });
        let (raised, foreign): (Vec<&String>, Vec<&String>) =
            undeclared.partition(|import| has_interface(&allowed, unversioned(import)));
        let mut problems: Vec<String> = foreign
            .iter()
            .map(|import| format!("imports {import}, likely by {}", likely_cause(import)))
            .collect();
        let mut help = Vec::new();
        if !foreign.is_empty() {
            let names = foreign.iter().map(|name| format!("{:?}", unversioned(name)));
            help.push(format!(
                "if that is meant, declare it in Cargo.toml, under [package.metadata.doorway]: imports = [{}]",
                names.collect::<Vec<_>>().join(", ")
            ));
        }
        if !raised.is_empty() {
            problems.push(format!(
                "imports other versions than the world has: {}",
                raised.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
            ));
            help.push(RAISED.to_owned());
        }
        for name in declared {
            if !has_interface(&imports, name) {
                problems.push(format!("does not import {name}, which its Cargo.toml declares"));
                help.push(format!("remove {name} from [package.metadata.doorway] there"));
            } else if imports
                .iter()
                .all(|import| unversioned(import) != name || allowed.contains(import))
            {
                problems.push(format!("declares {name}, which the world has anyway"));
                help.push(format!(
                    "remove {name} from [package.metadata.doorway] of its Cargo.toml"
                ));
            }
        }
        if !surface.exports(self.wasi.handler()) {
            problems.push(format!("does not export {}", self.wasi.handler()));
            help.push(self.no_handler(surface));
        }
        (problems, help)
    }

    /// How to fix a component that does not handle requests of this version.
    fn no_handler(&self, surface: &Types) -> String {
        match Wasi::ALL.into_iter().find(|other| surface.exports(other.handler())) {
            Some(other) => format!(
                "it is a component of WASI {}: build it for {}, {} feature `p3` of doorway",
                other.name(),
                self.wasi.name(),
                if self.wasi == Wasi::P3 { "with" } else { "without" },
            ),
            None => "put #[http_handler] on the function that makes the app".to_owned(),
        }
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

/// How to get the versions of the world.
const RAISED: &str = "the linker raises all versions to those of std's own WIT unless .cargo/config.toml has, under \
    [target.wasm32-wasip2], rustflags = [\"-Clink-arg=--merge-imports-based-on-semver=false\"]; RUSTFLAGS in the \
    environment hides that. A crate with bindings of its own may name them, too: `cargo tree --target wasm32-wasip2 \
    --invert wasip2` shows those that do, such as getrandom before 0.4.3";

/// The error of a file that is no component.
pub(crate) fn no_component() -> Failure {
    Failure::new(
        "is not a component",
        "build it by `doorway build`, or by cargo with `--target wasm32-wasip2`",
    )
}

/// The likely cause of an import that the world lacks.
fn likely_cause(import: &str) -> &'static str {
    match unversioned(import).split_once('/').map_or("", |(package, _)| package) {
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
        "wasi:keyvalue" => "doorway::keyvalue, with feature `keyvalue` of doorway",
        "wasi:config" => "doorway::config, with feature `config` of doorway",
        _ => "WIT of the crate's own",
    }
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
