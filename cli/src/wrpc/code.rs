//! The errors of `wrpc:http` and those of wasmtime, which are the same ones.

use std::error::Error;
use std::io;

use doorway_host::HttpError;
use doorway_wrpc::{DnsErrorPayload, ErrorCode, FieldSizePayload, TlsAlertReceivedPayload};

/// Writes both functions, as most variants differ in nothing but their type.
macro_rules! codes {
    (same: $($same:ident)*; with: $($with:ident)*; field: $($field:ident)*;) => {
        /// The error that a component sees.
        pub(crate) fn to_wasi(code: ErrorCode) -> HttpError {
            match code {
                $(ErrorCode::$same => HttpError::$same,)*
                $(ErrorCode::$with(with) => HttpError::$with(with),)*
                $(ErrorCode::$field(FieldSizePayload { field_name, field_size }) => {
                    HttpError::$field { field_name, field_size }
                })*
                ErrorCode::HttpRequestHeaderSize(field) => {
                    let (field_name, field_size) =
                        field.map(|field| (field.field_name, field.field_size)).unwrap_or_default();
                    HttpError::HttpRequestHeaderSize { field_name, field_size }
                }
                ErrorCode::DnsError(DnsErrorPayload { rcode, info_code }) => {
                    HttpError::DnsError { rcode, info_code }
                }
                ErrorCode::TlsAlertReceived(TlsAlertReceivedPayload { alert_id, alert_message }) => {
                    HttpError::TlsAlertReceived { alert_id, alert_message }
                }
            }
        }

        /// The error of an invocation.
        pub(crate) fn from_wasi(error: HttpError) -> ErrorCode {
            match error {
                $(HttpError::$same => ErrorCode::$same,)*
                $(HttpError::$with(with) => ErrorCode::$with(with),)*
                $(HttpError::$field { field_name, field_size } => {
                    ErrorCode::$field(FieldSizePayload { field_name, field_size })
                })*
                HttpError::HttpRequestHeaderSize { field_name, field_size } => {
                    let field = FieldSizePayload { field_name, field_size };
                    ErrorCode::HttpRequestHeaderSize(Some(field))
                }
                HttpError::DnsError { rcode, info_code } => {
                    ErrorCode::DnsError(DnsErrorPayload { rcode, info_code })
                }
                HttpError::TlsAlertReceived { alert_id, alert_message } => {
                    ErrorCode::TlsAlertReceived(TlsAlertReceivedPayload { alert_id, alert_message })
                }
                HttpError::Connect(error) => connect(&error),
                HttpError::Tls(_) => ErrorCode::TlsProtocolError,
                HttpError::InvalidDnsNameError(_) => {
                    ErrorCode::DnsError(DnsErrorPayload { rcode: None, info_code: None })
                }
                HttpError::Hyper(error) if error.is_timeout() => ErrorCode::HttpResponseTimeout,
                HttpError::Hyper(error) if error.is_incomplete_message() || is_broken(&error) => {
                    ErrorCode::ConnectionTerminated
                }
                HttpError::Hyper(_) => ErrorCode::HttpProtocolError,
                _ => ErrorCode::InternalError(None),
            }
        }
    };
}

codes! {
    same:
        DnsTimeout DestinationNotFound DestinationUnavailable DestinationIpProhibited
        DestinationIpUnroutable ConnectionRefused ConnectionTerminated ConnectionTimeout
        ConnectionReadTimeout ConnectionWriteTimeout ConnectionLimitReached TlsProtocolError
        TlsCertificateError HttpRequestDenied HttpRequestLengthRequired HttpRequestMethodInvalid
        HttpRequestUriInvalid HttpRequestUriTooLong HttpResponseIncomplete HttpResponseTimeout
        HttpUpgradeFailed HttpProtocolError LoopDetected ConfigurationError;
    with:
        HttpRequestBodySize HttpRequestHeaderSectionSize HttpRequestTrailerSectionSize
        HttpResponseHeaderSectionSize HttpResponseBodySize HttpResponseTrailerSectionSize
        HttpResponseTransferCoding HttpResponseContentCoding InternalError;
    field:
        HttpRequestTrailerSize HttpResponseHeaderSize HttpResponseTrailerSize;
}

/// Whether it is an error of the connection and not one of what came over it.
fn is_broken(error: &dyn Error) -> bool {
    error.source().is_some_and(|cause| cause.is::<io::Error>())
}

fn connect(error: &io::Error) -> ErrorCode {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => ErrorCode::ConnectionRefused,
        io::ErrorKind::TimedOut => ErrorCode::ConnectionTimeout,
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            ErrorCode::DestinationIpUnroutable
        }
        io::ErrorKind::AddrNotAvailable => ErrorCode::ConnectionLimitReached,
        // The resolver has no kind of its own.
        _ if error.raw_os_error().is_none() => {
            ErrorCode::DnsError(DnsErrorPayload { rcode: None, info_code: None })
        }
        _ => ErrorCode::DestinationUnavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_back_as_it_was() {
        for code in [
            ErrorCode::DnsTimeout,
            ErrorCode::HttpRequestBodySize(Some(7)),
            ErrorCode::InternalError(Some("why".to_owned())),
            ErrorCode::HttpRequestHeaderSize(Some(FieldSizePayload {
                field_name: Some("x".to_owned()),
                field_size: Some(1),
            })),
            ErrorCode::TlsAlertReceived(TlsAlertReceivedPayload {
                alert_id: Some(40),
                alert_message: None,
            }),
        ] {
            let text = format!("{code:?}");
            assert_eq!(format!("{:?}", from_wasi(to_wasi(code))), text);
        }
    }

    #[test]
    fn a_refused_connection_keeps_its_name() {
        let error = HttpError::Connect(io::ErrorKind::ConnectionRefused.into());
        assert!(matches!(from_wasi(error), ErrorCode::ConnectionRefused));
    }
}
