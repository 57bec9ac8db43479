//! WASI 0.2's error codes and I/O errors, as doorway's.

use super::bindings::wasi::http::types::{self, ErrorCode as Wasi, FieldSizePayload};
use super::bindings::wasi::io::streams::StreamError;
use crate::error::{Error, ErrorCode, ErrorKind, FieldSize};

impl From<Wasi> for ErrorCode {
    fn from(code: Wasi) -> Self {
        match code {
            Wasi::DnsTimeout => Self::DnsTimeout,
            Wasi::DnsError(dns) => Self::DnsError { rcode: dns.rcode, info_code: dns.info_code },
            Wasi::DestinationNotFound => Self::DestinationNotFound,
            Wasi::DestinationUnavailable => Self::DestinationUnavailable,
            Wasi::DestinationIpProhibited => Self::DestinationIpProhibited,
            Wasi::DestinationIpUnroutable => Self::DestinationIpUnroutable,
            Wasi::ConnectionRefused => Self::ConnectionRefused,
            Wasi::ConnectionTerminated => Self::ConnectionTerminated,
            Wasi::ConnectionTimeout => Self::ConnectionTimeout,
            Wasi::ConnectionReadTimeout => Self::ConnectionReadTimeout,
            Wasi::ConnectionWriteTimeout => Self::ConnectionWriteTimeout,
            Wasi::ConnectionLimitReached => Self::ConnectionLimitReached,
            Wasi::TlsProtocolError => Self::TlsProtocolError,
            Wasi::TlsCertificateError => Self::TlsCertificateError,
            Wasi::TlsAlertReceived(alert) => {
                Self::TlsAlertReceived { id: alert.alert_id, message: alert.alert_message }
            }
            Wasi::HttpRequestDenied => Self::HttpRequestDenied,
            Wasi::HttpRequestLengthRequired => Self::HttpRequestLengthRequired,
            Wasi::HttpRequestBodySize(detail) => Self::HttpRequestBodySize(detail),
            Wasi::HttpRequestMethodInvalid => Self::HttpRequestMethodInvalid,
            Wasi::HttpRequestUriInvalid => Self::HttpRequestUriInvalid,
            Wasi::HttpRequestUriTooLong => Self::HttpRequestUriTooLong,
            Wasi::HttpRequestHeaderSectionSize(detail) => {
                Self::HttpRequestHeaderSectionSize(detail)
            }
            Wasi::HttpRequestHeaderSize(field) => {
                Self::HttpRequestHeaderSize(field.map(Into::into))
            }
            Wasi::HttpRequestTrailerSectionSize(detail) => {
                Self::HttpRequestTrailerSectionSize(detail)
            }
            Wasi::HttpRequestTrailerSize(field) => Self::HttpRequestTrailerSize(field.into()),
            Wasi::HttpResponseIncomplete => Self::HttpResponseIncomplete,
            Wasi::HttpResponseHeaderSectionSize(detail) => {
                Self::HttpResponseHeaderSectionSize(detail)
            }
            Wasi::HttpResponseHeaderSize(field) => Self::HttpResponseHeaderSize(field.into()),
            Wasi::HttpResponseBodySize(detail) => Self::HttpResponseBodySize(detail),
            Wasi::HttpResponseTrailerSectionSize(detail) => {
                Self::HttpResponseTrailerSectionSize(detail)
            }
            Wasi::HttpResponseTrailerSize(field) => Self::HttpResponseTrailerSize(field.into()),
            Wasi::HttpResponseTransferCoding(detail) => Self::HttpResponseTransferCoding(detail),
            Wasi::HttpResponseContentCoding(detail) => Self::HttpResponseContentCoding(detail),
            Wasi::HttpResponseTimeout => Self::HttpResponseTimeout,
            Wasi::HttpUpgradeFailed => Self::HttpUpgradeFailed,
            Wasi::HttpProtocolError => Self::HttpProtocolError,
            Wasi::LoopDetected => Self::LoopDetected,
            Wasi::ConfigurationError => Self::ConfigurationError,
            Wasi::InternalError(detail) => Self::InternalError(detail),
        }
    }
}

impl From<FieldSizePayload> for FieldSize {
    fn from(field: FieldSizePayload) -> Self {
        Self { name: field.field_name, size: field.field_size }
    }
}

/// Why reading or writing a stream failed; `None` when it was just closed.
pub(super) fn stream_error(error: StreamError) -> Option<Error> {
    let error = match error {
        StreamError::Closed => return None,
        StreamError::LastOperationFailed(error) => error,
    };
    let message = "the other side broke off";
    let code = types::http_error_code(&error).map(ErrorCode::from);
    let detail = error.to_debug_string();
    // Not every host tells the code of a body's error (wasmtime 48 does not); its text names it.
    let is_timeout = code.as_ref().map_or_else(|| names_timeout(&detail), ErrorCode::is_timeout);
    let kind = if is_timeout { ErrorKind::Timeout } else { ErrorKind::Body };
    let error = Error::new(kind, message);
    Some(match code {
        Some(code) => error.with_source(code),
        None => error.with_source(detail),
    })
}

/// By bytes: to search a text for another takes 2 kB.
fn names_timeout(detail: &str) -> bool {
    let word = b"timeout";
    detail.as_bytes().windows(word.len()).any(|part| part == word)
}

/// Why writing failed: mostly because the other side has gone.
pub(super) fn closed(error: StreamError) -> Error {
    match error {
        StreamError::Closed => Error::new(ErrorKind::Closed, "the other side has gone"),
        StreamError::LastOperationFailed(error) => {
            Error::new(ErrorKind::Body, "writing failed").with_source(error.to_debug_string())
        }
    }
}
