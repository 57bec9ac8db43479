//! Functions that keep a component inside the `wasi:http/proxy` world.
//!
//! Rust's std for `wasm32-wasip2` imports everything else through the C library, and
//! `wasi:random/insecure-seed` itself. The linker does not take functions from there that are
//! defined here: functions of the library that would bring in others, and imports that have an
//! answer without a host. With feature `env` the library reads the environment, with feature `fs`
//! it has files.
#![allow(unsafe_code)]

use std::arch::wasm32::unreachable;
use std::ffi::c_int;

/// Ends the instance, as the library's does, but the compiler can see its code.
// SAFETY: the name and the signature are the C library's.
#[unsafe(no_mangle)]
extern "C" fn abort() -> ! {
    unreachable()
}

/// `wasi:cli/exit`: a component that answers requests has no exit code, so it traps.
// SAFETY: the name and the signature are those of the C library's import.
#[unsafe(no_mangle)]
extern "C" fn __wasm_import_exit_exit(_: c_int) {
    unreachable()
}

/// The console without the library's table of descriptors, which weighs 5 kB and imports
/// `wasi:cli/stdin` and the terminals.
#[cfg(not(feature = "fs"))]
mod console {
    use std::ffi::c_int;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::errno::{ENOTSUP, ENOTTY, fail};
    use crate::backend::imp::stderr::{write_stderr, write_stdout};

    /// Writes to stdout or stderr. A closed console is no reason to fail: std would panic.
    // SAFETY: the signature and the promise are those of POSIX's `write`: `buffer` has `length`
    // readable bytes.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn write(descriptor: c_int, buffer: *const u8, length: usize) -> isize {
        let write: fn(&[u8]) = match descriptor {
            1 => write_stdout,
            2 => write_stderr,
            _ => {
                tell();
                fail(ENOTSUP);
                return -1;
            }
        };
        if length > 0 {
            // SAFETY: see above; a null pointer comes with no length only.
            write(unsafe { std::slice::from_raw_parts(buffer, length) });
        }
        isize::try_from(length).unwrap_or(isize::MAX)
    }

    /// No console is a terminal. The library's function is a weak symbol.
    // SAFETY: the name and the signature are the C library's.
    #[unsafe(no_mangle)]
    extern "C" fn isatty(_: c_int) -> c_int {
        fail(ENOTTY);
        0
    }

    /// `wasi:filesystem/preopens`: there are no folders, so that no file is opened, and emptied,
    /// that [`write`] could not write to. Other functions write to sockets; closing one also asks
    /// for folders.
    // SAFETY: the name and the signature are those of the C library's import; `folders` is its
    // return area, with room for a pointer and a length.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn __wasm_import_filesystem_preopens_get_directories(
        folders: *mut [usize; 2],
    ) {
        tell();
        // SAFETY: see above. The pointer of an empty list is any that is aligned.
        unsafe { folders.write([align_of::<usize>(), 0]) }
    }

    /// Writes once to stderr why a program finds no files.
    fn tell() {
        static TOLD: AtomicBool = AtomicBool::new(false);
        if !TOLD.swap(true, Ordering::Relaxed) {
            write_stderr(
                b"doorway: std has no files: the world `wasi:http/proxy` has none; enable doorway's \
                  feature `fs`\n",
            );
        }
    }
}

/// The library's table of descriptors asks for terminals. No console is one.
#[cfg(feature = "fs")]
mod terminals {
    use std::ffi::c_int;

    /// `wasi:cli/terminal-stdin`.
    // SAFETY: the name and the signature are those of the C library's import; `terminal` is its
    // return area, whose first byte is whether there is one.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn __wasm_import_terminal_stdin_get_terminal_stdin(terminal: *mut u8) {
        // SAFETY: see above.
        unsafe { terminal.write(0) }
    }

    /// `wasi:cli/terminal-stdout`.
    // SAFETY: as above.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn __wasm_import_terminal_stdout_get_terminal_stdout(terminal: *mut u8) {
        // SAFETY: see above.
        unsafe { terminal.write(0) }
    }

    /// `wasi:cli/terminal-stderr`.
    // SAFETY: as above.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn __wasm_import_terminal_stderr_get_terminal_stderr(terminal: *mut u8) {
        // SAFETY: see above.
        unsafe { terminal.write(0) }
    }

    /// `wasi:cli/terminal-input`: none was given.
    // SAFETY: the name and the signature are those of the C library's import.
    #[unsafe(no_mangle)]
    extern "C" fn __wasm_import_terminal_input_terminal_input_drop(_: c_int) {}

    /// `wasi:cli/terminal-output`: none was given.
    // SAFETY: the name and the signature are those of the C library's import.
    #[unsafe(no_mangle)]
    extern "C" fn __wasm_import_terminal_output_terminal_output_drop(_: c_int) {}
}

/// Without the two features there is no current directory.
#[cfg(not(any(feature = "env", feature = "fs")))]
mod directory {
    use std::ffi::c_char;
    use std::ptr::null_mut;

    use super::errno::{ENOTSUP, fail};

    /// Fails: there is none.
    // SAFETY: the name and the signature are the C library's.
    #[unsafe(no_mangle)]
    extern "C" fn getcwd(_: *mut c_char, _: usize) -> *mut c_char {
        fail(ENOTSUP);
        null_mut()
    }

    /// The other symbol in the library's object of `getcwd`: without it, an unoptimised build would
    /// link that object, and `getcwd` twice.
    // SAFETY: the name and the type are the C library's.
    #[unsafe(no_mangle)]
    static __wasilibc_cwd: Path = Path(c"/".as_ptr());

    #[repr(transparent)]
    struct Path(*const c_char);

    // SAFETY: it points to a constant.
    unsafe impl Sync for Path {}
}

/// The error number that std reads after a failure.
#[cfg(not(feature = "fs"))]
mod errno {
    use std::ffi::c_int;

    /// The library's number for an unsupported operation.
    pub(super) const ENOTSUP: c_int = 58;
    /// The library's number for a descriptor that is not a terminal.
    pub(super) const ENOTTY: c_int = 59;

    pub(super) fn fail(error: c_int) {
        unsafe extern "C" {
            fn __errno_location() -> *mut c_int;
        }
        // SAFETY: the library's function gives the place of `errno`, and there is one thread.
        unsafe { __errno_location().write(error) }
    }
}

#[cfg(not(feature = "env"))]
mod environment {
    use std::ffi::{CStr, c_char};
    use std::ptr::null_mut;
    use std::sync::atomic::{AtomicBool, Ordering};

    use crate::shown::log_line;

    /// There are no variables. The first request for one writes the reason to stderr.
    // SAFETY: the signature and the promise are those of C's `getenv`: `name` is a C string.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn getenv(name: *const c_char) -> *mut c_char {
        static TOLD: AtomicBool = AtomicBool::new(false);
        // SAFETY: see above.
        let name = unsafe { CStr::from_ptr(name) }.to_bytes();
        // std reads its own variables, such as RUST_BACKTRACE, without the program's doing.
        if !name.starts_with(b"RUST_") && !TOLD.swap(true, Ordering::Relaxed) {
            let name = str::from_utf8(name).unwrap_or("?");
            log_line!(
                "doorway: environment variable `{name}` reads as unset: the world `wasi:http/proxy` \
                 has no environment; enable doorway's feature `env`"
            );
        }
        null_mut()
    }
}

/// Seeds std's hash maps from `wasi:random/random`; the build script explains why, and the name.
// SAFETY: the name and the signature are those of std's import `insecure-seed`; `seed` is its
// return area, with room for two numbers.
#[cfg(doorway_seed)]
#[unsafe(export_name = env!("DOORWAY_SEED_SYMBOL"))]
unsafe extern "C" fn insecure_seed(seed: *mut [u64; 2]) {
    use crate::backend::random::number;
    use crate::warm::is_warming;

    // A map that is built while the component is warmed has the same keys in each instance in any case, so its seed may
    // be any: with this one a build can be repeated.
    let keys = if is_warming() { [0, 0] } else { [number(), number()] };
    // SAFETY: see above.
    unsafe { seed.write(keys) }
}
