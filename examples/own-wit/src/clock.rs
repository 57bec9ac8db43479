//! The host's clock, by `wit_bindgen::generate!`.

use bindings::wasi::clocks::wall_clock;

/// The functions of the world `clock` in `wit/world.wit`.
#[allow(missing_docs, unreachable_pub, unsafe_code)]
mod bindings {
    wit_bindgen::generate!({ path: "wit", world: "clock", generate_all });
}

/// The hour, minute and second, in UTC.
pub(crate) fn time() -> [u64; 3] {
    let now = match cfg!(target_family = "wasm") {
        true => wall_clock::now(),
        // There is no host in a native test.
        false => wall_clock::Datetime { seconds: 1_000_000_000, nanoseconds: 0 },
    };
    [now.seconds / 3600 % 24, now.seconds / 60 % 60, now.seconds % 60]
}
