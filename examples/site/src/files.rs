//! The files of the folder `static/`, which are part of the component.

use doorway::response::Assets;
use doorway::rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "static"]
#[crate_path = "doorway::rust_embed"]
pub(crate) struct Files;

/// The files, which browsers keep for a year: [`url`] changes with the content.
pub(crate) fn service() -> Assets<Files> {
    Assets::new().cache_control("public, max-age=31536000, immutable")
}

/// The URL of a file, with the start of its hash.
pub(crate) fn url(name: &str) -> String {
    let hash = Files::get(name).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    let hash: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("/static/{name}?v={hash}")
}
