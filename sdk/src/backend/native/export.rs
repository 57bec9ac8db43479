//! What the expansion of `#[http_handler]` checks.

/// Natively there is nothing to export to, so that a mistake is found without a wasm toolchain.
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    ($kind:ident, $serve:expr, $function:expr) => {
        const _: () = $serve($function);
    };
}

/// The same for an app that is built of the component it stands in front of.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_in_front {
    ($build:expr) => {
        $crate::__export_app! { middleware, || ($build)($crate::__private::next_component()) }
    };
}
