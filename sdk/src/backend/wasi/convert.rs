//! Conversions of methods, schemes and error codes of `wasi:http/types`.

use http::Method;
use http::uri::Scheme;

use crate::backend::imp::bindings::wasi::http::types::{self, ErrorCode as Wasi, FieldSizePayload};
use crate::error::{ErrorCode, FieldSize};

// A clone: copying a constant would also write the bytes that only other methods have.
#[inline(always)]
pub(crate) fn method(method: types::Method) -> Method {
    match method {
        types::Method::Get => Method::GET.clone(),
        types::Method::Head => Method::HEAD.clone(),
        types::Method::Post => Method::POST.clone(),
        types::Method::Put => Method::PUT.clone(),
        types::Method::Delete => Method::DELETE.clone(),
        types::Method::Connect => Method::CONNECT.clone(),
        types::Method::Options => Method::OPTIONS.clone(),
        types::Method::Trace => Method::TRACE.clone(),
        types::Method::Patch => Method::PATCH.clone(),
        // A host has checked that it is a token; otherwise no handler knows the method.
        types::Method::Other(name) => {
            Method::from_bytes(name.as_bytes()).unwrap_or_else(|_| unknown_method())
        }
    }
}

/// A method that no handler knows.
fn unknown_method() -> Method {
    Method::from_bytes(b"UNKNOWN").unwrap_or_default()
}

/// The method for a host; `None` for the default.
pub(crate) fn told_method(method: &Method) -> Option<types::Method> {
    Some(match *method {
        Method::GET => return None,
        Method::HEAD => types::Method::Head,
        Method::POST => types::Method::Post,
        Method::PUT => types::Method::Put,
        Method::DELETE => types::Method::Delete,
        Method::CONNECT => types::Method::Connect,
        Method::OPTIONS => types::Method::Options,
        Method::TRACE => types::Method::Trace,
        Method::PATCH => types::Method::Patch,
        ref other => types::Method::Other(other.as_str().to_owned()),
    })
}

pub(crate) fn scheme(scheme: Option<types::Scheme>) -> Option<Scheme> {
    match scheme? {
        types::Scheme::Http => Some(Scheme::HTTP),
        types::Scheme::Https => Some(Scheme::HTTPS),
        types::Scheme::Other(name) => Scheme::try_from(name.as_str()).ok(),
    }
}

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
