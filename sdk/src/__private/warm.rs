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

            impl $crate::__private::warm::world::Guest for Component {
                fn begin() {
                    $crate::__private::warm::begin();
                }

                fn draw_hash_seed() {
                    $crate::__private::warm::draw_hash_seed();
                }

                $crate::__may_wait! {
                    fn build_app() -> bool {
                        $($crate::__private::warm::build_app($build); return true;)?
                        #[allow(unreachable_code)]
                        false
                    }
                }
            }

            $crate::__private::warm::bindings::__export_warm_world!(
                Component with_types_in $crate::__private::warm::bindings
            );
        };
    };
}

/// A function that may wait for the host: on WASI 0.3 only an async one may.
#[cfg(not(doorway_p3))]
#[doc(hidden)]
#[macro_export]
macro_rules! __may_wait {
    ($($function:tt)*) => { $($function)* };
}

/// A function that may wait for the host: on WASI 0.3 only an async one may.
#[cfg(doorway_p3)]
#[doc(hidden)]
#[macro_export]
macro_rules! __may_wait {
    ($($function:tt)*) => { async $($function)* };
}
