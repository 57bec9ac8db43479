//! A trick to touch fewer pages of memory: most instances live for one request, and each page costs
//! that request more than hundreds of instructions.
//!
//! One-shot, a hello on wasmtime does 0.89 of the requests a second that the same app by hand does, and
//! 0.79 without this (`cargo xtask bench --quick`).
//!
//! The heap begins where statics end, so statics and a request's allocations fit into one page, if
//! statics begin at its border. Otherwise they begin wherever the constants end.

use std::sync::atomic::{AtomicU8, Ordering};

/// Nothing, at the border of a page. It precedes the SDK's other statics, as the compiler sorts
/// them by their paths, in which the length of each name comes first, as text: `4page` stands
/// before `4task`.
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
