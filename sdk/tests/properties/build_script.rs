//! The symbol that the build script finds in the standard library, whatever is around it.

#[path = "../../build/symbol.rs"]
mod symbol;

use proptest::prelude::*;

use crate::inputs;

const SYMBOL: &str = "_RNvNvCs1_4wasi13insecure_seed11wit_import1";

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_symbol_is_found_whole(
        around in inputs::bytes(&[SYMBOL, "_RNvCs1_4wasi11wit_import0"], &["wit_import", "_RNv", "_ZN"]),
        before in "[a-zA-Z0-9_]{0,8}",
    ) {
        let library = [&around, &b"\0"[..], before.as_bytes(), SYMBOL.as_bytes(), b"\0"].concat();
        let found = symbol::symbol_in(&library);
        prop_assert!(found.is_some_and(|symbol| symbol.contains("insecure_seed")), "{found:?}");
        if symbol::symbol_in(&around).is_none() {
            prop_assert_eq!(found, Some(SYMBOL));
        }
    }
}
