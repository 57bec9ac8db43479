//! The export of a component that is warmed, in the expansion of `#[http_handler]`.

#[cfg(not(doorway_p3))]
pub use crate::backend::p2::warm::bindings::{self, exports::doorway::sdk::warm as world};
#[cfg(doorway_p3)]
pub use crate::backend::p3::warm::bindings::{self, exports::doorway::sdk::warm_p3 as world};
pub use crate::backend::warm::{begin, build_app, draw_hash_seed};

/// Exports what builds the app.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_warm {
    ($($build:expr)?) => {
        const _: () = {
            struct Component;

            $crate::__warm_guest! { Component, {
                $($crate::__private::warm::build_app($build); return true;)?
                #[allow(unreachable_code)]
                false
            } }

            $crate::__private::warm::bindings::__export_warm_world!(
                Component with_types_in $crate::__private::warm::bindings
            );
        };
    };
}

#[cfg(not(doorway_p3))]
#[doc(hidden)]
#[macro_export]
macro_rules! __warm_guest {
    ($component:ident, $build:block) => {
        impl $crate::__private::warm::world::Guest for $component {
            fn begin() {
                $crate::__private::warm::begin();
            }

            fn draw_hash_seed() {
                $crate::__private::warm::draw_hash_seed();
            }

            fn build_app() -> bool $build
        }
    };
}

#[cfg(doorway_p3)]
#[doc(hidden)]
#[macro_export]
macro_rules! __warm_guest {
    ($component:ident, $build:block) => {
        impl $crate::__private::warm::world::Guest for $component {
            fn begin() {
                $crate::__private::warm::begin();
            }

            fn draw_hash_seed() {
                $crate::__private::warm::draw_hash_seed();
            }

            async fn build_app() -> bool $build
        }
    };
}
