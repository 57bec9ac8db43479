//! The symbol that the build script finds in the standard library.

#[path = "../../build/symbol.rs"]
mod symbol;

use symbol::symbol_in;

const SYMBOL: &str =
    "_RNvNvNtNtNtCsbxKjlUdSZZv_4wasi6random13insecure_seed13insecure_seed11wit_import1";
const OTHER: &str = "_RNvNvNtNtCs1_4wasi6random6random16get_random_bytes11wit_import0";
const LEGACY: &str =
    "_ZN4wasi6random13insecure_seed13insecure_seed11wit_import117h0123456789abcdefE";

#[test]
fn the_import_is_found_wherever_it_stands() {
    for (library, expected) in [
        (format!("\0{SYMBOL}\0"), Some(SYMBOL)),
        (SYMBOL.to_owned(), Some(SYMBOL)),
        // Names may have nothing between them.
        (format!("x{OTHER}{SYMBOL}\0"), Some(SYMBOL)),
        (format!("{SYMBOL}{OTHER}"), Some(SYMBOL)),
        // The first one is of another kind.
        (format!("\0{OTHER}\0{SYMBOL}\0"), Some(SYMBOL)),
        (format!("\0{LEGACY}\0{SYMBOL}\0"), Some(SYMBOL)),
        (format!("\0wit_import\0__wasm_wit_import3\0{SYMBOL}\0"), Some(SYMBOL)),
        (format!("\0{OTHER}\0"), None),
        (format!("\0{LEGACY}\0"), None),
        ("wit_import".to_owned(), None),
        (String::new(), None),
    ] {
        assert_eq!(symbol_in(library.as_bytes()), expected, "{library:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_passed_over() {
    let library = [b"\xff\xfewit_import\xff", SYMBOL.as_bytes(), b"\xff"].concat();
    assert_eq!(symbol_in(&library), Some(SYMBOL));
}
