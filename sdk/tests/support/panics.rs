//! The message and the location of a panic.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// The message, file and line of this thread's last panic, while somebody waits for one.
    static LAST: RefCell<Option<Option<(String, String, u32)>>> = const { RefCell::new(None) };
}

fn install() {
    // doorway sets a hook once, which would be lost if both were set at the same time.
    #[cfg(feature = "tower")]
    doorway::tower::from_tower(());
    let before = take_hook();
    set_hook(Box::new(move |info| {
        let is_awaited = LAST.with_borrow_mut(|last| {
            let Some(last) = last else { return false };
            let message = info.payload_as_str().unwrap_or("no text").to_owned();
            let location = info.location().expect("panics have a location");
            *last = Some((message, location.file().to_owned(), location.line()));
            true
        });
        if !is_awaited {
            before(info);
        }
    }));
}

/// Runs code that panics; gives the message, the file and the line.
#[track_caller]
pub(crate) fn panic_of<T>(code: impl FnOnce() -> T) -> (String, String, u32) {
    static ONCE: Once = Once::new();
    ONCE.call_once(install);
    LAST.set(Some(None));
    let result = catch_unwind(AssertUnwindSafe(code)).map(drop);
    let last = LAST.take().flatten();
    assert!(result.is_err(), "it did not panic");
    last.expect("the hook ran")
}
