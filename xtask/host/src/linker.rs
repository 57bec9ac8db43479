//! Gives a component the proxy world, and only that, unless it is one to be compared with.

use crate::error::{Error, Result, chain};
pub use doorway_host_wasi::World;
use doorway_host_wasi::{State, link};
use wasmtime::component::Component;
use wasmtime_wasi_http::handler::ProxyPre;

/// The imports of `wasi:http/proxy@0.2`.
const PROXY: &[&str] = &[
    "wasi:cli/stderr",
    "wasi:cli/stdin",
    "wasi:cli/stdout",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:http/outgoing-handler",
    "wasi:http/types",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/random",
];

/// The imports of `wasi:http/service@0.3`.
const SERVICE: &[&str] = &[
    "wasi:cli/stderr",
    "wasi:cli/stdin",
    "wasi:cli/stdout",
    "wasi:cli/types",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/system-clock",
    "wasi:clocks/types",
    "wasi:http/client",
    "wasi:http/types",
    "wasi:random/insecure",
    "wasi:random/insecure-seed",
    "wasi:random/random",
];

/// The one interface of both versions outside the world that a component gets if it asks.
const ENVIRONMENT: &str = "wasi:cli/environment";

/// The interfaces for state and configuration, of the drafts that hosts have, which components of both versions get if
/// they ask.
const DRAFTS: &[&str] = &[
    "wasi:config/store@0.2.0-rc.1",
    "wasi:keyvalue/atomics@0.2.0-draft",
    "wasi:keyvalue/batch@0.2.0-draft",
    "wasi:keyvalue/store@0.2.0-draft",
];

/// The imports of WASI 0.2 by Rust's std itself, in a 0.3 component too.
const STD: &[&str] = &[
    "wasi:cli/exit",
    "wasi:cli/terminal-input",
    "wasi:cli/terminal-output",
    "wasi:cli/terminal-stderr",
    "wasi:cli/terminal-stdin",
    "wasi:cli/terminal-stdout",
    "wasi:random/insecure-seed",
];

/// Links a component to its world; what it exports decides which WASI it speaks.
///
/// # Errors
///
/// [`Error::Imports`] names every import outside the world; [`Error::Link`] is for a component that
/// has the right names with other types, or that exports no handler.
pub(crate) fn prepare(component: &Component, world: World) -> Result<ProxyPre<State>> {
    let strangers: Vec<_> = imports(component).filter(|name| !known(name, world)).collect();
    if !strangers.is_empty() {
        return Err(Error::Imports { imports: strangers });
    }
    link(component, world).map_err(|error| Error::Link(chain(&error)))
}

/// The names of a component's imports, versions included.
pub fn imports(component: &Component) -> impl Iterator<Item = String> {
    let names: Vec<_> = component
        .component_type()
        .imports(component.engine())
        .map(|(name, _)| name.to_owned())
        .collect();
    names.into_iter()
}

fn known(import: &str, world: World) -> bool {
    if DRAFTS.contains(&import) {
        return true;
    }
    let Some((interface, version)) = import.split_once('@') else { return false };
    match version {
        v if v.starts_with("0.2.") => {
            interface == ENVIRONMENT
                || PROXY.contains(&interface)
                || world == World::Std && STD.contains(&interface)
                || world == World::Cli && interface.starts_with("wasi:")
        }
        v if v.starts_with("0.3.") => interface == ENVIRONMENT || SERVICE.contains(&interface),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{World, known};

    #[test]
    fn only_the_world_and_what_a_component_may_ask_for_are_known() {
        let known = |import| known(import, World::Proxy);
        assert!(known("wasi:http/types@0.2.0"));
        assert!(known("wasi:cli/environment@0.2.6"));
        assert!(known("wasi:http/client@0.3.0"));
        assert!(known("wasi:keyvalue/atomics@0.2.0-draft"));
        assert!(known("wasi:config/store@0.2.0-rc.1"));
        assert!(!known("wasi:keyvalue/store@0.2.0-draft2"));
        assert!(!known("wasi:cli/exit@0.2.0"));
        assert!(!known("wasi:http/client@0.2.0"));
        assert!(!known("wasi:http/types@0.4.0"));
        assert!(!known("wasi:http/types"));
        assert!(!known("acme:store/keys@0.2.0"));
    }

    #[test]
    fn a_compared_component_may_import_what_std_does() {
        for import in ["wasi:cli/exit@0.2.6", "wasi:random/insecure-seed@0.2.4"] {
            assert!(known(import, World::Std) && !known(import, World::Proxy));
        }
        assert!(!known("wasi:sockets/tcp@0.2.0", World::Std));
    }
}
