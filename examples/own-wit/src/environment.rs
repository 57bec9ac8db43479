//! The host's environment, by the bindings that cargo component writes.

use crate::bindings::wasi::cli::environment;

/// The value of a variable.
pub(crate) fn variable(name: &str) -> Option<String> {
    let mut variables = match cfg!(target_family = "wasm") {
        true => environment::get_environment(),
        // There is no host in a native test.
        false => vec![("GREETING".to_owned(), "Good morning".to_owned())],
    }
    .into_iter();
    variables.find(|(found, _)| found == name).map(|(_, value)| value)
}
