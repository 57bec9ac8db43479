//! What the expansion of `#[http_handler]` exports.

/// On WASI 0.3 the export is `wasi:http/handler`'s `handle`.
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

/// The same for an app that is built of the component it stands in front of.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_in_front {
    ($build:expr) => {
        $crate::__export_app! { middleware, || ($build)($crate::__private::next_component()) }
    };
}
