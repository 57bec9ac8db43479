//! A trick to touch fewer pages of memory: most instances live for one request, and each page costs
//! that request more than hundreds of instructions.
//!
//! The heap begins where statics end, so statics and a request's allocations fit into one page, if
//! statics begin at its border. Otherwise they begin wherever the constants end.

use std::sync::atomic::{AtomicU8, Ordering};

/// Nothing, at the border of a page. It precedes the SDK's other statics, as the compiler sorts
/// them by their paths, in which the length of each name comes first, as text.
#[used]
static BORDER: Border = Border([]);

/// The size of the pages of most hosts.
#[repr(align(4096))]
struct Border([AtomicU8; 0]);

/// `#[used]`, as the compiler would otherwise remove the write.
#[used]
static TOUCHED: AtomicU8 = AtomicU8::new(0);

/// Writes to that page. Reading it first would cost twice: the host maps zeros, then a page.
#[inline(always)]
pub(crate) fn touch() {
    TOUCHED.store(1, Ordering::Relaxed);
}
