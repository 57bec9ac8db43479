//! The component's stderr and stdout.

use super::bindings::wasi::cli::stderr::get_stderr;
#[cfg(not(feature = "fs"))]
use super::bindings::wasi::cli::stdout::get_stdout;
use super::bindings::wasi::io::streams::OutputStream;

pub(crate) fn write_stderr(bytes: &[u8]) {
    write_all(&get_stderr(), bytes);
}

#[cfg(not(feature = "fs"))]
pub(crate) fn write_stdout(bytes: &[u8]) {
    write_all(&get_stdout(), bytes);
}

fn write_all(stream: &OutputStream, bytes: &[u8]) {
    // More than 4,096 bytes at once would trap (`wasi:io/streams`).
    for chunk in bytes.chunks(4096) {
        if stream.blocking_write_and_flush(chunk).is_err() {
            return;
        }
    }
}
