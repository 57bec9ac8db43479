//! Files by their paths.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::{FileStream, not_satisfiable, range_length};
use crate::response::Response;

/// The size of a chunk in bytes.
const CHUNK: usize = 64 * 1024;

/// The chunks of a file of `std::fs`, from [`FileStream::from_path`].
///
/// Reading a chunk blocks the instance: files of hosts are on disks, not at the end of a network. If
/// the file becomes shorter while it is read, the end is an error,
/// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof).
#[derive(Debug)]
pub struct FileChunks {
    file: File,
    left: u64,
}

impl Stream for FileChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK);
        if size == 0 {
            return Poll::Ready(None);
        }
        let mut chunk = vec![0; size];
        let read = self.file.read(&mut chunk);
        Poll::Ready(match read {
            Ok(0) => {
                self.left = 0;
                let message = "the file has become shorter while it was read";
                Some(Err(io::Error::new(io::ErrorKind::UnexpectedEof, message)))
            }
            Ok(length) => {
                self.left -= length as u64;
                chunk.truncate(length);
                Some(Ok(chunk.into()))
            }
            Err(error) => {
                self.left = 0;
                Some(Err(error))
            }
        })
    }
}

/// With feature `fs`.
impl FileStream<FileChunks> {
    /// Opens a file: its name and its length are those of the response.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::response::{FileStream, IntoResponse};
    ///
    /// async fn manifest() -> impl IntoResponse {
    ///     FileStream::from_path("Cargo.toml").await.map_err(|_| StatusCode::NOT_FOUND)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`File::open`].
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok(Self {
            stream: FileChunks { file, left: size },
            file_name: path.file_name().and_then(|name| name.to_str()).map(str::to_owned),
            content_size: Some(size),
        })
    }

    /// Answers with a range of a file, from its first to its last byte; an `end` of 0 is the end of the
    /// file. A range that is not in the file is answered with 416
    /// ([RFC 9110, 15.5.17](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.17)).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::response::{FileStream, IntoResponse};
    ///
    /// async fn first_bytes() -> impl IntoResponse {
    ///     FileStream::try_range_response("Cargo.toml", 0, 99)
    ///         .await
    ///         .map_err(|_| StatusCode::NOT_FOUND)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`File::open`].
    pub async fn try_range_response(
        file_path: impl AsRef<Path>,
        start: u64,
        end: u64,
    ) -> io::Result<Response> {
        let mut file = File::open(file_path)?;
        let size = file.metadata()?.len();
        let end = if end == 0 { size.saturating_sub(1) } else { end };
        let Some(left) = range_length(start, end, size) else { return Ok(not_satisfiable(size)) };
        file.seek(SeekFrom::Start(start))?;
        Ok(FileStream::new(FileChunks { file, left }).into_range_response(start, end, size))
    }
}
