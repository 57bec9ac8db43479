//! What the expansion of `#[http_handler]` names. Not for use by hand, and free to change.

#[cfg(not(target_os = "wasi"))]
use crate::{Handler, Service};

#[cfg(target_os = "wasi")]
pub use crate::backend::imp::{
    bindings,
    serve::{serve_handler, serve_service},
};

/// Natively there is nothing to serve, but the types are checked.
#[cfg(not(target_os = "wasi"))]
pub const fn serve_handler<T, H: Handler<T>>(_: &H) {}

/// Natively there is nothing to serve, but the types are checked.
#[cfg(not(target_os = "wasi"))]
pub const fn serve_service<S: Service + 'static>(_: fn() -> S) {}

#[cfg(feature = "tower")]
pub use crate::tower::app::{Build, ViaNothing, ViaService, ViaTower};

/// Exports an app that is a `Service` of doorway's.
#[cfg(not(feature = "tower"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __export_app {
    ($build:expr) => {
        $crate::__export! { $crate::__private::serve_service, $build }
    };
}

/// Exports an app that is a `Service` of doorway's or of tower's.
#[cfg(feature = "tower")]
#[doc(hidden)]
#[macro_export]
macro_rules! __export_app {
    ($build:expr) => {
        $crate::__export! { $crate::__private::serve_service, || {
            #[allow(unused_imports)]
            use $crate::__private::{ViaNothing as _, ViaService as _, ViaTower as _};
            (&&&$crate::__private::Build($build)).build()
        } }
    };
}
