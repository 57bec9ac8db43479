//! The items that the expansions of the macros name. Not for use by hand, and free to change.

#[cfg(feature = "macros")]
mod debug;
#[cfg(feature = "macros")]
mod derive;
#[cfg(not(target_os = "wasi"))]
mod export_native;
#[cfg(all(target_os = "wasi", not(doorway_p3)))]
mod export_p2;
#[cfg(doorway_p3)]
mod export_p3;
#[cfg(all(target_os = "wasi", feature = "warm"))]
pub mod warm;

/// Exports nothing: the component is not warmed.
#[cfg(not(all(target_os = "wasi", feature = "warm")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __export_warm {
    ($($build:expr)?) => {};
}

#[cfg(not(target_os = "wasi"))]
use crate::{Handler, Service};

#[cfg(doorway_p3)]
pub use crate::backend::p3::next::next_component;

pub use crate::routing::vpath::checked_path;
#[cfg(feature = "erased-json")]
pub use typed_json;

use crate::Router;
use crate::middleware::{Layer, NextComponent};

/// Creates the app that `#[http_middleware]` makes of an `async fn`.
pub fn layered(next: NextComponent, layer: impl Layer) -> Router {
    Router::new().fallback_service(next).layer(layer)
}

/// Natively there is none, but the types are checked.
#[cfg(not(target_os = "wasi"))]
pub fn next_component() -> NextComponent {
    NextComponent::from_service(|_: crate::Request| async { http::StatusCode::BAD_GATEWAY })
}

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

#[cfg(feature = "macros")]
pub use debug::{
    answer, answer_in_future, answer_part, body_argument, head_argument, last_argument, next,
    one_of_several_readers, reader_in_front,
};
#[cfg(feature = "macros")]
pub use derive::{PathPiece, convert, parts, write_path};

#[cfg(feature = "tower")]
pub use crate::tower::app::{Build, ViaNothing, ViaService, ViaTower, ViaTowerResult};

/// Exports an app that is a `Service` of doorway's.
#[cfg(not(feature = "tower"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __export_app {
    ($kind:ident, $build:expr) => {
        $crate::__export! { $kind, $crate::__private::serve_service, $build }
        $crate::__export_warm! { $build }
    };
}

/// Exports an app that is a `Service` of doorway's or of tower's.
#[cfg(feature = "tower")]
#[doc(hidden)]
#[macro_export]
macro_rules! __export_app {
    ($kind:ident, $build:expr) => {
        $crate::__export! { $kind, $crate::__private::serve_service, || {
            $crate::__build_app! { $build }
        } }
        $crate::__export_warm! { || { $crate::__build_app! { $build } } }
    };
}

/// Builds an app of either kind.
#[cfg(feature = "tower")]
#[doc(hidden)]
#[macro_export]
macro_rules! __build_app {
    ($build:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            ViaNothing as _, ViaService as _, ViaTower as _, ViaTowerResult as _,
        };
        (&&&$crate::__private::Build($build)).build()
    }};
}
