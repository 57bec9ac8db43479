//! What makes a request touch fewer pages of memory: most instances live for one request, and each
//! page costs one of these more than hundreds of instructions.
//!
//! The heap begins where statics end, so these and what a request allocates fit into one page, if
//! statics begin at its border. Else they begin wherever the constants end.

use std::sync::atomic::{AtomicU8, Ordering};

/// Nothing, at the border of a page. It stands before the SDK's other statics as the compiler sorts
/// them by their paths, in which the length of each name goes first, as text.
#[used]
static BORDER: Border = Border([]);

/// As large as the pages of most hosts.
#[repr(align(4096))]
struct Border([AtomicU8; 0]);

/// `#[used]`, as nobody reads it: the compiler would leave out the write.
#[used]
static TOUCHED: AtomicU8 = AtomicU8::new(0);

/// Writes to that page. One that is read first costs twice: the host maps zeros, then a page.
#[inline(always)]
pub(crate) fn touch() {
    TOUCHED.store(1, Ordering::Relaxed);
}
