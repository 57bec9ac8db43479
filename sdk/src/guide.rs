//! Guides: pages to read, beside the docs of the items.
//!
//! - [`from_axum`], [`from_reqwest`] and [`from_spin`]: moving a program here.
//! - [`warm_start`]: the app is built when the component is.

#[doc = include_str!("../docs/from-axum.md")]
pub mod from_axum {}

#[doc = include_str!("../docs/from-reqwest.md")]
pub mod from_reqwest {}

#[doc = include_str!("../docs/from-spin.md")]
pub mod from_spin {}

#[doc = include_str!("../docs/warm.md")]
pub mod warm_start {}
