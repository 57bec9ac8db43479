//! The command `doorway`, as it is typed: in folders outside of this repository, on real sockets.

mod failures;
mod support;
mod templates;
mod warm;
mod watch;
