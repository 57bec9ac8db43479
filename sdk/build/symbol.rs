//! Finds the symbol by which a library imports `wasi:random/insecure-seed`.

/// The beginning of the name that wit-bindgen gives the functions of its imports.
const IMPORT: &[u8] = b"wit_import";

/// The beginning of a mangled name
/// ([RFC 2603](https://rust-lang.github.io/rfcs/2603-rust-symbol-name-mangling-v0.html)).
const MANGLED: &str = "_RNv";

/// Returns the mangled name of the import, `…insecure_seed…wit_import1`, if the library has one.
pub(crate) fn symbol_in(library: &[u8]) -> Option<&str> {
    let mut from = 0;
    while let Some(found) = position(&library[from..], IMPORT) {
        let at = from + found;
        from = at + IMPORT.len();
        let before = library[..at].iter().rev().take_while(|byte| is_symbol(**byte)).count();
        let digits = library[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let run = str::from_utf8(&library[at - before..from + digits]).ok();
        // Names may stand next to each other: the import's is the last that begins. One without such
        // a beginning is mangled in another way, and not the one that is looked for.
        let symbol = run.and_then(|run| Some(&run[run.rfind(MANGLED)?..]));
        if symbol.is_some_and(|symbol| symbol.contains("insecure_seed")) {
            return symbol;
        }
    }
    None
}

fn is_symbol(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn position(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
