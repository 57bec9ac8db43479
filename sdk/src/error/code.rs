//! [`ErrorCode`]: the host's reason for a failed exchange.

use std::fmt;

/// The reason why a host could not carry out an HTTP exchange.
///
/// One enum over the versions of `wasi:http`, with the names of
/// [its `error-code`](https://github.com/WebAssembly/wasi-http/blob/v0.2.0/wit/types.wit). Sizes
/// are in bytes.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The name lookup took too long.
    DnsTimeout,
    /// The name lookup failed.
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
    /// The other side accepted nothing for too long.
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
    /// The request body does not have the size that was declared or allowed.
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
    /// The response body does not have the size that was declared or allowed.
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
///
/// # Examples
///
/// ```
/// use doorway::error::{ErrorCode, FieldSize};
///
/// fn too_large(code: &ErrorCode) -> Option<&str> {
///     match code {
///         ErrorCode::HttpResponseHeaderSize(FieldSize { name, .. }) => name.as_deref(),
///         _ => None,
///     }
/// }
///
/// assert_eq!(too_large(&ErrorCode::HttpResponseHeaderSize(FieldSize::default())), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldSize {
    /// The field's name.
    pub name: Option<String>,
    /// Its size in bytes.
    pub size: Option<u32>,
}

impl ErrorCode {
    /// Returns whether a time limit passed.
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

    /// Returns whether no connection was made, so that the other side saw nothing of the request.
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

impl ErrorCode {
    fn text(&self) -> &'static str {
        match self {
            Self::DnsTimeout => "the name lookup took too long",
            Self::DnsError { .. } => "the name lookup failed",
            Self::DestinationNotFound => "the host found no route to that destination",
            Self::DestinationUnavailable => "the destination is unavailable",
            Self::DestinationIpProhibited => "the host prohibits connections to that IP address",
            Self::DestinationIpUnroutable => "that IP address cannot be routed to",
            Self::ConnectionRefused => "the connection was refused",
            Self::ConnectionTerminated => {
                "the connection was closed before the message was complete"
            }
            Self::ConnectionTimeout => "connecting took too long",
            Self::ConnectionReadTimeout => "the other side sent nothing for too long",
            Self::ConnectionWriteTimeout => "the other side accepted nothing for too long",
            Self::ConnectionLimitReached => "the host has too many open connections",
            Self::TlsProtocolError => "the TLS handshake failed",
            Self::TlsCertificateError => "the TLS certificate is not valid",
            Self::TlsAlertReceived { .. } => "the other side refused TLS with an alert",
            Self::HttpRequestDenied => "the host denies this request",
            Self::HttpRequestLengthRequired => "the request needs a content-length",
            Self::HttpRequestBodySize(_) => {
                "the request body does not have the size that was declared or allowed"
            }
            Self::HttpRequestMethodInvalid => "the request method is not valid",
            Self::HttpRequestUriInvalid => "the request URI is not valid",
            Self::HttpRequestUriTooLong => "the request URI is too long",
            Self::HttpRequestHeaderSectionSize(_) => "the request header section is too large",
            Self::HttpRequestHeaderSize(_) => "a request header is too large",
            Self::HttpRequestTrailerSectionSize(_) => "the request trailer section is too large",
            Self::HttpRequestTrailerSize(_) => "a request trailer is too large",
            Self::HttpResponseIncomplete => "the response was cut off",
            Self::HttpResponseHeaderSectionSize(_) => "the response header section is too large",
            Self::HttpResponseHeaderSize(_) => "a response header is too large",
            Self::HttpResponseBodySize(_) => {
                "the response body does not have the size that was declared or allowed"
            }
            Self::HttpResponseTrailerSectionSize(_) => "the response trailer section is too large",
            Self::HttpResponseTrailerSize(_) => "a response trailer is too large",
            Self::HttpResponseTransferCoding(_) => {
                "the transfer coding of the response is not supported"
            }
            Self::HttpResponseContentCoding(_) => {
                "the content coding of the response is not supported"
            }
            Self::HttpResponseTimeout => "the response did not come in time",
            Self::HttpUpgradeFailed => "the protocol upgrade failed",
            Self::HttpProtocolError => "the other side broke the HTTP protocol",
            Self::LoopDetected => "the request came back to where it was sent from",
            Self::ConfigurationError => "the host is not configured for this request",
            Self::InternalError(_) => "the host failed",
        }
    }

    /// The details beside the text: a message, or a name and a size.
    fn detail(&self) -> (Option<&str>, Option<&str>, Option<u64>) {
        match self {
            Self::DnsError { rcode: words, .. }
            | Self::TlsAlertReceived { message: words, .. }
            | Self::HttpResponseTransferCoding(words)
            | Self::HttpResponseContentCoding(words)
            | Self::InternalError(words) => (words.as_deref(), None, None),
            Self::HttpRequestBodySize(size) | Self::HttpResponseBodySize(size) => {
                (None, None, *size)
            }
            Self::HttpRequestHeaderSectionSize(size)
            | Self::HttpRequestTrailerSectionSize(size)
            | Self::HttpResponseHeaderSectionSize(size)
            | Self::HttpResponseTrailerSectionSize(size) => (None, None, size.map(u64::from)),
            Self::HttpRequestHeaderSize(Some(field))
            | Self::HttpRequestTrailerSize(field)
            | Self::HttpResponseHeaderSize(field)
            | Self::HttpResponseTrailerSize(field) => {
                (None, field.name.as_deref(), field.size.map(u64::from))
            }
            _ => (None, None, None),
        }
    }
}

/// The texts are in a table, without the details: a format for each was 2 kB more.
impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())?;
        match self.detail() {
            (Some(words), ..) => write!(f, " ({words})"),
            (_, Some(name), Some(size)) => write!(f, " (`{name}`, {size} bytes)"),
            (_, Some(name), None) => write!(f, " (`{name}`)"),
            (_, None, Some(size)) => write!(f, " ({size} bytes)"),
            (_, None, None) => Ok(()),
        }
    }
}

/// The same text as `Display`: a derived one would weigh 6 kB in each component with a client.
impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({self})")
    }
}

impl std::error::Error for ErrorCode {}
