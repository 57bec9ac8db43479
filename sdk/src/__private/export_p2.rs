//! The exports in the expansion of `#[http_handler]`.

/// Exports `handle` of `wasi:http/incoming-handler`.
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    (handler, $serve:expr, $function:expr) => {
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

/// On WASI 0.2 no component can stand in front of another.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_in_front {
    ($build:expr) => {
        ::core::compile_error!(
            "`#[http_middleware]` needs WASI 0.3\n= help: enable doorway's feature `p3`: \
             `cargo build --features doorway/p3`"
        );
    };
}
