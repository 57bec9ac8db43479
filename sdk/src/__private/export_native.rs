//! The checks in the expansion of `#[http_handler]`.

/// Natively nothing is exported, but mistakes are found without a wasm toolchain.
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    ($kind:ident, $serve:expr, $function:expr) => {
        const _: () = $serve($function);
    };
}

/// The same for an app that is built from the next component.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_in_front {
    ($build:expr) => {
        $crate::__export_app! { middleware, || ($build)($crate::__private::next_component()) }
    };
}
