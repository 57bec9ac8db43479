//! What keeps a component inside the `wasi:http/proxy` world.
//!
//! Rust's std for `wasm32-wasip2` reaches `wasi:cli/environment`, `exit` and `terminal-*` through
//! five symbols of the C library alone, and `wasi:random/insecure-seed` through one of its own.
//! They are defined here, so that the linker does not take the library's. With feature `env` it
//! does, for the two that read the environment.
#![allow(unsafe_code)]

use std::arch::wasm32::unreachable;
use std::ffi::c_int;

use crate::backend::imp::stderr::{write_stderr, write_stdout};

/// Writes to stdout or stderr; there are no files. A console that takes nothing is no reason to
/// fail: std would panic.
// SAFETY: the signature and the promise are those of POSIX's `write`: `buffer` has `length`
// readable bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn write(file: c_int, buffer: *const u8, length: usize) -> isize {
    let write: fn(&[u8]) = match file {
        1 => write_stdout,
        2 => write_stderr,
        _ => return -1,
    };
    if length > 0 {
        // SAFETY: see above; a null pointer comes with no length only.
        write(unsafe { std::slice::from_raw_parts(buffer, length) });
    }
    isize::try_from(length).unwrap_or(isize::MAX)
}

/// Ends the instance, as the library's would, but without `wasi:cli/exit`.
// SAFETY: the name and the signature are the C library's.
#[unsafe(no_mangle)]
extern "C" fn abort() -> ! {
    unreachable()
}

/// As [`abort`]: a component cannot end with a code.
// SAFETY: the name and the signature are the C library's.
#[unsafe(no_mangle)]
extern "C" fn _Exit(_: c_int) -> ! {
    unreachable()
}

#[cfg(not(feature = "env"))]
mod environment {
    use std::ffi::{CStr, c_char};
    use std::ptr::null_mut;
    use std::sync::atomic::{AtomicBool, Ordering};

    use crate::backend::say;

    /// There are no variables. A program that asks for one is told why, once.
    // SAFETY: the signature and the promise are those of C's `getenv`: `name` is a C string.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn getenv(name: *const c_char) -> *mut c_char {
        static TOLD: AtomicBool = AtomicBool::new(false);
        // SAFETY: see above.
        let name = unsafe { CStr::from_ptr(name) }.to_bytes();
        // std asks for its own switches, such as RUST_BACKTRACE, without the program's doing.
        if !name.starts_with(b"RUST_") && !TOLD.swap(true, Ordering::Relaxed) {
            let name = str::from_utf8(name).unwrap_or("?");
            say!(
                "doorway: environment variable `{name}` reads as unset: the world `wasi:http/proxy` \
                 has no environment; enable doorway's feature `env`"
            );
        }
        null_mut()
    }

    /// There is no directory to be in.
    // SAFETY: the name and the signature are the C library's.
    #[unsafe(no_mangle)]
    extern "C" fn getcwd(_: *mut c_char, _: usize) -> *mut c_char {
        null_mut()
    }

    /// What else the library's object of `getcwd` defines: with it missing, an unoptimised build
    /// would take that object, and `getcwd` twice.
    // SAFETY: the name and the type are the C library's.
    #[unsafe(no_mangle)]
    static __wasilibc_cwd: Path = Path(c"/".as_ptr());

    #[repr(transparent)]
    struct Path(*const c_char);

    // SAFETY: it points to a constant.
    unsafe impl Sync for Path {}
}

/// Seeds std's hash maps from `wasi:random/random`; the build script tells why, and the name.
// SAFETY: the name and the signature are those of std's import `insecure-seed`; `seed` is its
// return area, with room for two numbers.
#[cfg(doorway_seed)]
#[unsafe(export_name = env!("DOORWAY_SEED_SYMBOL"))]
unsafe extern "C" fn insecure_seed(seed: *mut [u64; 2]) {
    use crate::backend::imp::random::number;

    // SAFETY: see above.
    unsafe { seed.write([number(), number()]) }
}
