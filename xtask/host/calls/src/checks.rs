//! The checks, by subject. Each is listed in `list.rs`.

pub(crate) mod delays;
pub(crate) mod methods;
