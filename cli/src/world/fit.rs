//! Whether the names of a component's imports and exports are those of a world, and how to fix them if they are not.

use anyhow::Result;

use super::{Types, World, has_interface, import_names, unversioned};
use crate::failure::Failure;
use crate::wasi::Wasi;

/// How to get the versions of the world.
const RAISED: &str = "the linker raises all versions to those of std's own WIT unless .cargo/config.toml has, under \
    [target.wasm32-wasip2], rustflags = [\"-Clink-arg=--merge-imports-based-on-semver=false\"]; RUSTFLAGS in the \
    environment hides that. A crate with bindings of its own may name them, too: `cargo tree --target wasm32-wasip2 \
    --invert wasip2` shows those that do, such as getrandom before 0.4.3";

impl World {
    /// Whether the names of imports and exports are those of the world.
    pub(super) fn fits(&self, surface: &Types, declared: &[String]) -> Result<()> {
        let (problems, mut help) = self.problems(surface, declared);
        if problems.is_empty() {
            return Ok(());
        }
        help.dedup();
        let what = format!("does not fit {}: it {}", self.name, problems.join("; it "));
        Err(Failure::new(what, help.join("; ")).into())
    }

    /// The problems of the imports and exports, and how to fix each.
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
