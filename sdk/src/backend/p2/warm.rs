//! The export that `doorway build --warm` calls.

#[allow(unsafe_code, missing_docs, unreachable_pub)]
#[rustfmt::skip]
pub mod bindings;
