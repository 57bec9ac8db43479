//! What the expansion of `#[http_handler]` checks.

/// Natively there is nothing to export to, so that a mistake is found without a wasm toolchain.
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    ($serve:expr, $function:expr) => {
        const _: () = $serve($function);
    };
}
