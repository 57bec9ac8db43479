//! What the expansion of `#[http_handler]` names. Not for use by hand, and free to change.

#[cfg(not(target_os = "wasi"))]
use crate::{Handler, Service};

#[cfg(target_os = "wasi")]
pub use crate::backend::p2::{
    bindings,
    serve::{serve_handler, serve_service},
};

/// Natively there is nothing to serve, but the types are checked.
#[cfg(not(target_os = "wasi"))]
pub const fn serve_handler<T, H: Handler<T>>(_: &H) {}

/// Natively there is nothing to serve, but the types are checked.
#[cfg(not(target_os = "wasi"))]
pub const fn serve_service<S: Service + 'static>(_: fn() -> S) {}

/// On WASI 0.2 the export is `wasi:http/incoming-handler`'s `handle`.
#[cfg(target_os = "wasi")]
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    ($serve:expr, $function:expr) => {
        const _: () = {
            struct Component;

            impl $crate::__private::bindings::exports::wasi::http::incoming_handler::Guest
                for Component
            {
                fn handle(
                    request: $crate::__private::bindings::wasi::http::types::IncomingRequest,
                    out: $crate::__private::bindings::wasi::http::types::ResponseOutparam,
                ) {
                    $serve($function, request, out);
                }
            }

            $crate::__private::bindings::__export_p2!(
                Component with_types_in $crate::__private::bindings
            );
        };
    };
}

/// Natively there is nothing to export to, so that a mistake is found without a wasm toolchain.
#[cfg(not(target_os = "wasi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    ($serve:expr, $function:expr) => {
        const _: () = $serve($function);
    };
}
