//! [`ErrorCode`]: what a host says when an exchange fails.

use std::fmt;

/// Why a host could not carry out an HTTP exchange.
///
/// One enum over the versions of `wasi:http`, with the names of
/// [its `error-code`](https://github.com/WebAssembly/wasi-http/blob/v0.2.0/wit/types.wit). Sizes
/// are in bytes.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The name look-up took too long.
    DnsTimeout,
    /// The name look-up failed.
    DnsError {
        /// DNS response code, such as `NXDOMAIN`.
        rcode: Option<String>,
        /// Extended DNS error code ([RFC 8914](https://www.rfc-editor.org/rfc/rfc8914)).
        info_code: Option<u16>,
    },
    /// The host found no route to that destination.
    DestinationNotFound,
    /// The destination is unavailable.
    DestinationUnavailable,
    /// The host prohibits connections to that IP address.
    DestinationIpProhibited,
    /// That IP address cannot be routed to.
    DestinationIpUnroutable,
    /// The connection was refused.
    ConnectionRefused,
    /// The connection was closed before the message was complete.
    ConnectionTerminated,
    /// Connecting took too long.
    ConnectionTimeout,
    /// The other side sent nothing for too long.
    ConnectionReadTimeout,
    /// The other side took nothing for too long.
    ConnectionWriteTimeout,
    /// The host has too many open connections.
    ConnectionLimitReached,
    /// The TLS handshake failed.
    TlsProtocolError,
    /// The TLS certificate is not valid.
    TlsCertificateError,
    /// The other side refused TLS with an alert.
    TlsAlertReceived {
        /// The alert's number ([RFC 8446, 6](https://www.rfc-editor.org/rfc/rfc8446#section-6)).
        id: Option<u8>,
        /// The alert's name.
        message: Option<String>,
    },
    /// The host denies this request.
    HttpRequestDenied,
    /// The request needs a content-length.
    HttpRequestLengthRequired,
    /// The request body has not the size that was declared or allowed.
    HttpRequestBodySize(Option<u64>),
    /// The request method is not valid.
    HttpRequestMethodInvalid,
    /// The request URI is not valid.
    HttpRequestUriInvalid,
    /// The request URI is too long.
    HttpRequestUriTooLong,
    /// The request header section is too large.
    HttpRequestHeaderSectionSize(Option<u32>),
    /// A request header is too large.
    HttpRequestHeaderSize(Option<FieldSize>),
    /// The request trailer section is too large.
    HttpRequestTrailerSectionSize(Option<u32>),
    /// A request trailer is too large.
    HttpRequestTrailerSize(FieldSize),
    /// The response was cut off.
    HttpResponseIncomplete,
    /// The response header section is too large.
    HttpResponseHeaderSectionSize(Option<u32>),
    /// A response header is too large.
    HttpResponseHeaderSize(FieldSize),
    /// The response body has not the size that was declared or allowed.
    HttpResponseBodySize(Option<u64>),
    /// The response trailer section is too large.
    HttpResponseTrailerSectionSize(Option<u32>),
    /// A response trailer is too large.
    HttpResponseTrailerSize(FieldSize),
    /// The transfer coding of the response is not supported.
    HttpResponseTransferCoding(Option<String>),
    /// The content coding of the response is not supported.
    HttpResponseContentCoding(Option<String>),
    /// The response did not come in time.
    HttpResponseTimeout,
    /// The protocol upgrade failed.
    HttpUpgradeFailed,
    /// The other side broke the HTTP protocol.
    HttpProtocolError,
    /// The request came back to where it was sent from.
    LoopDetected,
    /// The host is not configured for this request.
    ConfigurationError,
    /// The host failed.
    InternalError(Option<String>),
}

/// A header or trailer field that is too large.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldSize {
    /// The field's name.
    pub name: Option<String>,
    /// Its size in bytes.
    pub size: Option<u32>,
}

impl FieldSize {
    fn detail(&self) -> Option<String> {
        match (&self.name, self.size) {
            (Some(name), Some(size)) => Some(format!("`{name}`, {}", bytes(size))),
            (Some(name), None) => Some(format!("`{name}`")),
            (None, size) => size.map(bytes),
        }
    }
}

fn bytes(size: impl fmt::Display) -> String {
    format!("{size} bytes")
}

impl ErrorCode {
    /// Whether a time limit ran out.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(doorway::ErrorCode::ConnectionTimeout.is_timeout());
    /// ```
    pub fn is_timeout(&self) -> bool {
        matches!(
            self,
            Self::DnsTimeout
                | Self::ConnectionTimeout
                | Self::ConnectionReadTimeout
                | Self::ConnectionWriteTimeout
                | Self::HttpResponseTimeout
        )
    }

    /// Whether no connection came about, so that the other side saw nothing of the request.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(doorway::ErrorCode::ConnectionRefused.is_connect());
    /// ```
    pub fn is_connect(&self) -> bool {
        matches!(
            self,
            Self::DnsTimeout
                | Self::DnsError { .. }
                | Self::DestinationNotFound
                | Self::DestinationUnavailable
                | Self::DestinationIpProhibited
                | Self::DestinationIpUnroutable
                | Self::ConnectionRefused
                | Self::ConnectionTimeout
                | Self::ConnectionLimitReached
                | Self::TlsProtocolError
                | Self::TlsCertificateError
                | Self::TlsAlertReceived { .. }
        )
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, detail) = match self {
            Self::DnsTimeout => ("the name look-up took too long", None),
            Self::DnsError { rcode, .. } => ("the name look-up failed", rcode.clone()),
            Self::DestinationNotFound => ("the host found no route to that destination", None),
            Self::DestinationUnavailable => ("the destination is unavailable", None),
            Self::DestinationIpProhibited => {
                ("the host prohibits connections to that IP address", None)
            }
            Self::DestinationIpUnroutable => ("that IP address cannot be routed to", None),
            Self::ConnectionRefused => ("the connection was refused", None),
            Self::ConnectionTerminated => {
                ("the connection was closed before the message was complete", None)
            }
            Self::ConnectionTimeout => ("connecting took too long", None),
            Self::ConnectionReadTimeout => ("the other side sent nothing for too long", None),
            Self::ConnectionWriteTimeout => ("the other side took nothing for too long", None),
            Self::ConnectionLimitReached => ("the host has too many open connections", None),
            Self::TlsProtocolError => ("the TLS handshake failed", None),
            Self::TlsCertificateError => ("the TLS certificate is not valid", None),
            Self::TlsAlertReceived { message, .. } => {
                ("the other side refused TLS with an alert", message.clone())
            }
            Self::HttpRequestDenied => ("the host denies this request", None),
            Self::HttpRequestLengthRequired => ("the request needs a content-length", None),
            Self::HttpRequestBodySize(size) => {
                ("the request body has not the size that was declared or allowed", size.map(bytes))
            }
            Self::HttpRequestMethodInvalid => ("the request method is not valid", None),
            Self::HttpRequestUriInvalid => ("the request URI is not valid", None),
            Self::HttpRequestUriTooLong => ("the request URI is too long", None),
            Self::HttpRequestHeaderSectionSize(size) => {
                ("the request header section is too large", size.map(bytes))
            }
            Self::HttpRequestHeaderSize(field) => {
                ("a request header is too large", field.as_ref().and_then(FieldSize::detail))
            }
            Self::HttpRequestTrailerSectionSize(size) => {
                ("the request trailer section is too large", size.map(bytes))
            }
            Self::HttpRequestTrailerSize(field) => {
                ("a request trailer is too large", field.detail())
            }
            Self::HttpResponseIncomplete => ("the response was cut off", None),
            Self::HttpResponseHeaderSectionSize(size) => {
                ("the response header section is too large", size.map(bytes))
            }
            Self::HttpResponseHeaderSize(field) => {
                ("a response header is too large", field.detail())
            }
            Self::HttpResponseBodySize(size) => {
                ("the response body has not the size that was declared or allowed", size.map(bytes))
            }
            Self::HttpResponseTrailerSectionSize(size) => {
                ("the response trailer section is too large", size.map(bytes))
            }
            Self::HttpResponseTrailerSize(field) => {
                ("a response trailer is too large", field.detail())
            }
            Self::HttpResponseTransferCoding(detail) => {
                ("the transfer coding of the response is not supported", detail.clone())
            }
            Self::HttpResponseContentCoding(detail) => {
                ("the content coding of the response is not supported", detail.clone())
            }
            Self::HttpResponseTimeout => ("the response did not come in time", None),
            Self::HttpUpgradeFailed => ("the protocol upgrade failed", None),
            Self::HttpProtocolError => ("the other side broke the HTTP protocol", None),
            Self::LoopDetected => ("the request came back to where it was sent from", None),
            Self::ConfigurationError => ("the host is not configured for this request", None),
            Self::InternalError(detail) => ("the host failed", detail.clone()),
        };
        f.write_str(text)?;
        match detail {
            Some(detail) => write!(f, " ({detail})"),
            None => Ok(()),
        }
    }
}

/// Says the same as `Display`: a derived one would weigh 6 kB in each component with a client.
impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({self})")
    }
}

impl std::error::Error for ErrorCode {}
