//! The contract app on each library, and its components.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::cargo::{self, LOCK};

/// The contender that all of the same WASI are compared with, and our own.
pub(crate) const BY_HAND: &str = "by hand";
pub(crate) const DOORWAY: &str = "doorway";

/// One that is measured.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// With its version.
    pub(crate) library: String,
    pub(crate) wasi: &'static str,
    /// Its components, or why there are none.
    pub(crate) built: Result<Components>,
}

pub(crate) struct Components {
    pub(crate) app: PathBuf,
    /// The same with a hundred more routes, if it has a router.
    pub(crate) many: Option<PathBuf>,
}

/// doorway and by hand on each WASI, which `cargo xtask bench` has built.
pub(crate) fn own() -> Vec<Contender> {
    let of = |wasi, suffix: &str| {
        let component = |name: &str| cargo::target().join(format!("components/{name}{suffix}"));
        [
            Contender {
                name: DOORWAY,
                library: format!("doorway {}", env!("CARGO_PKG_VERSION")),
                wasi,
                built: Ok(Components {
                    app: component("contract"),
                    many: Some(component("contract-many")),
                }),
            },
            Contender {
                name: BY_HAND,
                library: format!("wit-bindgen {}", wit_bindgen().unwrap_or_default()),
                wasi,
                built: Ok(Components { app: component("by-hand"), many: None }),
            },
        ]
    };
    [of("0.2", ".wasm"), of("0.3", ".p3.wasm")].into_iter().flatten().collect()
}

/// The other libraries: crates in this folder, outside of the workspace.
const PEERS: [Peer; 4] = [
    Peer { name: "wstd", libraries: &["wstd"], wasi: "0.2", has_router: false },
    Peer { name: "wstd-axum", libraries: &["axum", "wstd-axum"], wasi: "0.2", has_router: true },
    Peer { name: "waki", libraries: &["waki"], wasi: "0.2", has_router: false },
    Peer { name: "spin-axum", libraries: &["axum", "spin-sdk"], wasi: "0.3", has_router: true },
];

struct Peer {
    /// Its folder's name, too.
    name: &'static str,
    libraries: &'static [&'static str],
    wasi: &'static str,
    has_router: bool,
}

/// The other libraries, built.
pub(crate) fn peers() -> Vec<Contender> {
    let contender = |peer: &Peer| {
        eprintln!("building {} …", peer.name);
        let built = peer.build();
        if let Err(error) = &built {
            eprintln!("{} is left out: {error:#}", peer.name);
        }
        let library = versions(peer.name, peer.libraries);
        Contender { name: peer.name, library, wasi: peer.wasi, built }
    };
    PEERS.iter().map(contender).collect()
}

impl Peer {
    fn build(&self) -> Result<Components> {
        // A folder for each: their targets have the same names.
        let target = cargo::target().join("bench").join(self.name);
        cargo::build(self.name, &target, &["--examples", "--features", "contract"])?;
        let component = |name| {
            let built = target.join(cargo::TARGET).join(format!("release/examples/{name}.wasm"));
            built.is_file().then_some(built).with_context(|| format!("cargo built no {name}.wasm"))
        };
        // cargo names a library's file as Rust names its crate.
        let many = self.has_router.then(|| component("contract_many")).transpose()?;
        Ok(Components { app: component("contract")?, many })
    }
}

/// The version of the bindings that by hand is written on; other packages have others.
fn wit_bindgen() -> Option<&'static str> {
    let (_, by_hand) = LOCK.split_once("name = \"doorway-by-hand\"\n")?;
    let (_, version) = by_hand.split_once("\"wit-bindgen ")?;
    version.split('"').next()
}

/// Libraries and their versions by a crate's lock, such as `axum 0.8.9 on spin-sdk 7.0.0`.
fn versions(folder: &str, libraries: &[&str]) -> String {
    let lock = std::fs::read_to_string(cargo::folder(folder).join("Cargo.lock"));
    let lock = lock.unwrap_or_default();
    let named = libraries.iter().map(|library| match cargo::locked(&lock, library) {
        Some(version) => format!("{library} {version}"),
        None => (*library).to_owned(),
    });
    named.collect::<Vec<_>>().join(" on ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_library_has_a_version() {
        for Peer { name, libraries, .. } in &PEERS {
            let versions = versions(name, libraries);
            assert_eq!(versions.matches('.').count(), 2 * libraries.len(), "{versions}");
        }
        assert_eq!(own().len(), 4);
        assert!(own()[1].library.starts_with("wit-bindgen 0.6"), "{}", own()[1].library);
    }
}
