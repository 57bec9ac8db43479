//! The preparations of apps that are measured cold and warm: the same for each library.

#[cfg_attr(feature = "json", path = "json.rs")]
#[cfg_attr(feature = "regex", path = "regex.rs")]
#[cfg_attr(not(any(feature = "json", feature = "regex")), path = "nothing.rs")]
mod prepared;

pub use prepared::{answer, prepare};

/// The paths of the routes beside `/ask`.
pub fn paths() -> impl Iterator<Item = String> {
    let routes = if cfg!(feature = "routes") { 999 } else { 0 };
    (0..routes).map(|number| format!("/collections/{number}/items/{{id}}"))
}
