//! What the expansion of `#[http_handler]` exports.

/// On WASI 0.3 the export is `wasi:http/handler`'s `handle`.
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    ($serve:expr, $function:expr) => {
        const _: () = {
            struct Component;

            impl $crate::__private::bindings::exports::wasi::http::handler::Guest for Component {
                async fn handle(
                    request: $crate::__private::bindings::wasi::http::types::Request,
                ) -> (
                    $crate::__private::bindings::wasi::http::types::Response,
                    impl ::core::future::Future<Output = ()>,
                ) {
                    $serve($function, request).await
                }
            }

            $crate::__private::bindings::__export_p3!(
                Component with_types_in $crate::__private::bindings
            );
        };
    };
}
