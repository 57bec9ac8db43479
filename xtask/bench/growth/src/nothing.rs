//! Nothing.

/// There is nothing to do.
pub fn prepare() {}

/// The answer of each app.
pub fn answer() -> String {
    "Hello, world!".to_owned()
}
