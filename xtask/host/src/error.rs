//! Errors before the first request: each variant has the place and the fix.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use wasmtime::WasmBacktrace;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a component could not be served or measured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The component's file could not be read.
    #[error("cannot read {}: {}", path.display(), plain(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The bytes are not a component that this wasmtime can compile.
    #[error("{name} is not a component: {message}")]
    Compile {
        /// The file, or what else the component is called.
        name: String,
        /// The message of wasmtime.
        message: String,
    },
    /// The component wants more than the proxy world.
    #[error(
        "the component imports what is not in the wasi:http/proxy world: {}",
        imports.join(", ")
    )]
    Imports {
        /// The imports that the proxy world does not have.
        imports: Vec<String>,
    },
    /// The component does not link although its imports are known by name, or handles no requests.
    #[error("the component cannot be served: {0}")]
    Link(String),
    /// The address could not be bound.
    #[error("cannot listen on {addr}: {}", plain(source))]
    Listen {
        /// The address asked for.
        addr: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// An option is out of its range.
    #[error("{0}")]
    Option(String),
    /// A measured request did not end in a response.
    #[error("the measured request failed: {0}")]
    Measure(String),
    /// The file of budgets is wrong.
    #[error("xtask/bench/budgets.toml: {0}")]
    Budgets(String),
    /// Compiling or instantiating needs what this machine does not give.
    #[error("cannot set up wasmtime: {0}")]
    Engine(String),
}

impl Error {
    /// How to fix it, if that is known.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Read { .. } => {
                "check the path; `doorway build` puts components into target/components"
            }
            Self::Compile { .. } => {
                "build it by `doorway build`, or by cargo with `--target wasm32-wasip2`"
            }
            Self::Imports { imports }
                if imports.iter().any(|name| name.starts_with("wasi:http/handler")) =>
            {
                "it is a middleware: `doorway compose` joins it with a service, which can be served"
            }
            Self::Imports { .. } => {
                "features `env`, `keyvalue` and `config` of doorway may add interfaces of these names; for files, sockets, \
                 other drafts and interfaces of the app's own take a host that has them, such as `wasmtime serve -S cli`"
            }
            Self::Link(_) => "put #[http_handler] on the function that makes the app",
            Self::Listen { .. } => "choose another address: --addr 127.0.0.1:0 takes a free port",
            _ => return None,
        })
    }
}

/// An I/O error in words, without the operating system's number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => error.kind().to_string(),
    }
}

/// The whole chain of an error on one line, without the places in the wasm.
pub(crate) fn chain(error: &wasmtime::Error) -> String {
    let causes =
        error.chain().map(ToString::to_string).filter(|cause| !cause.contains("wasm backtrace:"));
    let text = causes.collect::<Vec<_>>().join(": ").replace('\n', " ");
    text.strip_prefix("wasm trap: ").map_or(text.clone(), str::to_owned)
}

/// The places in the wasm where an error came up, one per line, or nothing.
pub(crate) fn backtrace(error: &wasmtime::Error) -> String {
    match error.downcast_ref::<WasmBacktrace>() {
        Some(backtrace) => format!(
            "\n{}",
            backtrace.to_string().trim_end().replace("error while executing at ", "")
        ),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bind_error_is_one_line_with_the_way_out() {
        let error = Error::Listen {
            addr: ([127, 0, 0, 1], 80).into(),
            source: io::Error::from_raw_os_error(13),
        };
        assert_eq!(error.to_string(), "cannot listen on 127.0.0.1:80: permission denied");
        assert!(error.help().is_some_and(|help| help.contains("--addr")));
    }
}
