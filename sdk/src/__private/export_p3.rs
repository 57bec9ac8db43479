//! The exports in the expansion of `#[http_handler]`.

/// Exports `handle` of `wasi:http/handler`.
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    (handler, $serve:expr, $function:expr) => {
        $crate::__export! { @ __export_p3, $serve, $function }
    };
    (middleware, $serve:expr, $function:expr) => {
        $crate::__export! { @ __export_p3_middleware, $serve, $function }
    };
    (@ $export:ident, $serve:expr, $function:expr) => {
        const _: () = {
            struct Component;

            impl $crate::__private::bindings::exports::wasi::http::handler::Guest for Component {
                async fn handle(
                    request: $crate::__private::bindings::wasi::http::types::Request,
                ) -> (
                    $crate::__private::bindings::wasi::http::types::Response,
                    impl ::core::ops::AsyncFnOnce(),
                ) {
                    $serve($function, request).await
                }
            }

            $crate::__private::bindings::$export!(
                Component with_types_in $crate::__private::bindings
            );
        };
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
