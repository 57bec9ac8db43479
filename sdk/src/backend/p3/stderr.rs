//! The component's stderr and stdout.

use wit_bindgen::rt::async_support::{FutureReader, StreamReader, block_on};

use super::bindings::wasi::cli::stderr;
#[cfg(not(feature = "fs"))]
use super::bindings::wasi::cli::stdout;
use super::bindings::wasi::cli::types::ErrorCode;
use super::bindings::wit_stream;

pub(crate) fn write_stderr(bytes: &[u8]) {
    write_all(bytes.to_vec(), stderr::write_via_stream);
}

#[cfg(not(feature = "fs"))]
pub(crate) fn write_stdout(bytes: &[u8]) {
    write_all(bytes.to_vec(), stdout::write_via_stream);
}

/// Blocks the instance until all is written, as nothing runs after a panic's message.
fn write_all(bytes: Vec<u8>, to: fn(StreamReader<u8>) -> FutureReader<Result<(), ErrorCode>>) {
    let (mut writer, reader) = wit_stream::new();
    let written = to(reader);
    block_on(async move {
        writer.write_all(bytes).await;
        drop(writer);
        // A closed console is no reason to fail.
        let _ = written.await;
    });
}
