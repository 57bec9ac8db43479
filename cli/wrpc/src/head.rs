//! The heads of messages, from http's types to those of `wrpc:http` and back.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, HOST, TE};
use http::uri::{Authority, PathAndQuery};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};

use crate::bindings::wrpc::http::types as wrpc;
use crate::error::{Error, Result};
use crate::outflow::{Parts, Trailers};

/// How long the parts of an outgoing request may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestOptions {
    /// How long a connection may take.
    pub connect_timeout: Option<Duration>,
    /// How long the head of the response may take.
    pub first_byte_timeout: Option<Duration>,
    /// How long each part of its body may take.
    pub between_bytes_timeout: Option<Duration>,
}

impl From<RequestOptions> for wrpc::RequestOptions {
    fn from(options: RequestOptions) -> Self {
        let nanoseconds = |duration: Option<Duration>| {
            duration.map(|duration| u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX))
        };
        Self {
            connect_timeout: nanoseconds(options.connect_timeout),
            first_byte_timeout: nanoseconds(options.first_byte_timeout),
            between_bytes_timeout: nanoseconds(options.between_bytes_timeout),
        }
    }
}

impl From<wrpc::RequestOptions> for RequestOptions {
    fn from(options: wrpc::RequestOptions) -> Self {
        Self {
            connect_timeout: options.connect_timeout.map(Duration::from_nanos),
            first_byte_timeout: options.first_byte_timeout.map(Duration::from_nanos),
            between_bytes_timeout: options.between_bytes_timeout.map(Duration::from_nanos),
        }
    }
}

/// Removes the fields that are about one connection (RFC 9110, 7.6.1), those too that `connection` names. `te` stays
/// where it says that trailers are taken, as it does from hop to hop in practice.
pub fn without_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<_> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| HeaderName::try_from(name.trim()).ok())
        .filter(|name| *name != TE)
        .collect();
    let known = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];
    for name in named.iter().map(HeaderName::as_str).chain(known).chain(["http2-settings"]) {
        headers.remove(name);
    }
    if headers.get(TE).is_some_and(|value| !value.as_bytes().eq_ignore_ascii_case(b"trailers")) {
        headers.remove(TE);
    }
}

pub(crate) fn fields(headers: &HeaderMap) -> wrpc::Fields {
    let values = |name| headers.get_all(name).iter();
    let bytes = |value: &HeaderValue| Bytes::copy_from_slice(value.as_bytes());
    headers.keys().map(|name| (name.to_string(), values(name).map(bytes).collect())).collect()
}

pub(crate) fn header_map(fields: wrpc::Fields) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, values) in fields {
        let invalid = |what| Error::Message(format!("a field has an invalid {what}: {name:?}"));
        let name = HeaderName::try_from(&*name).map_err(|_| invalid("name"))?;
        for value in values {
            let value = HeaderValue::from_maybe_shared(value).map_err(|_| invalid("value"))?;
            let many = |_| Error::Message("a message has too many fields".to_owned());
            headers.try_append(name.clone(), value).map_err(many)?;
        }
    }
    Ok(headers)
}

/// A request as an invocation has it. Its authority is that of its URI or of its `host`.
pub(crate) fn request(
    head: http::request::Parts,
    (body, trailers): (Parts, Trailers),
) -> wrpc::Request {
    use wrpc::{Method, Scheme};
    let method = match head.method.as_str() {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        "CONNECT" => Method::Connect,
        "OPTIONS" => Method::Options,
        "TRACE" => Method::Trace,
        "PATCH" => Method::Patch,
        other => Method::Other(other.to_owned()),
    };
    let scheme = match head.uri.scheme_str() {
        None | Some("http") => Scheme::Http,
        Some("https") => Scheme::Https,
        Some(other) => Scheme::Other(other.to_owned()),
    };
    let host = || Some(head.headers.get(HOST)?.to_str().ok()?.to_owned());
    wrpc::Request {
        body,
        trailers,
        method,
        path_with_query: head.uri.path_and_query().map(PathAndQuery::to_string),
        scheme: Some(scheme),
        authority: head.uri.authority().map(Authority::to_string).or_else(host),
        headers: fields(&head.headers),
    }
}

/// The request of an invocation, without its body.
pub(crate) fn received_request(
    method: &wrpc::Method,
    scheme: Option<&wrpc::Scheme>,
    authority: Option<String>,
    path_with_query: Option<String>,
    headers: wrpc::Fields,
) -> Result<Request<()>> {
    use wrpc::{Method as M, Scheme};
    let method = match method {
        M::Get => Method::GET,
        M::Head => Method::HEAD,
        M::Post => Method::POST,
        M::Put => Method::PUT,
        M::Delete => Method::DELETE,
        M::Connect => Method::CONNECT,
        M::Options => Method::OPTIONS,
        M::Trace => Method::TRACE,
        M::Patch => Method::PATCH,
        M::Other(other) => Method::from_bytes(other.as_bytes())
            .map_err(|_| Error::Message(format!("the method is invalid: {other:?}")))?,
    };
    let path = path_with_query.unwrap_or_else(|| "/".to_owned());
    let mut uri = Uri::builder().path_and_query(path.as_str());
    // An invalid one stays where the component can see it, in `host`.
    if let Some(authority) = authority.and_then(|text| Authority::try_from(text).ok()) {
        let scheme = match scheme {
            None | Some(Scheme::Http) => "http",
            Some(Scheme::Https) => "https",
            Some(Scheme::Other(other)) => other,
        };
        uri = uri.scheme(scheme).authority(authority);
    }
    let invalid = |_| Error::Message(format!("the target is invalid: {path:?}"));
    let mut request = Request::new(());
    *request.uri_mut() = uri.build().map_err(invalid)?;
    *request.method_mut() = method;
    *request.headers_mut() = header_map(headers)?;
    without_hop_by_hop(request.headers_mut());
    Ok(request)
}

pub(crate) fn response(
    head: http::response::Parts,
    (body, trailers): (Parts, Trailers),
) -> wrpc::Response {
    let mut headers = head.headers;
    without_hop_by_hop(&mut headers);
    wrpc::Response { body, trailers, status: head.status.as_u16(), headers: fields(&headers) }
}

/// The response to an invocation, without its body.
pub(crate) fn received_response(status: u16, headers: wrpc::Fields) -> Result<Response<()>> {
    let invalid = |_| Error::Message(format!("the status is invalid: {status}"));
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::from_u16(status).map_err(invalid)?;
    *response.headers_mut() = header_map(headers)?;
    without_hop_by_hop(response.headers_mut());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_about_a_connection_go_and_others_stay() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, X-Private"),
            ("x-private", "1"),
            ("keep-alive", "timeout=5"),
            ("transfer-encoding", "chunked"),
            ("te", "trailers"),
            ("trailer", "x-sum"),
            ("host", "example.com"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        without_hop_by_hop(&mut headers);
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["host", "te", "trailer"]);
        headers.insert(TE, HeaderValue::from_static("gzip"));
        without_hop_by_hop(&mut headers);
        assert!(!headers.contains_key(TE));
    }

    #[test]
    fn the_host_of_a_request_is_its_authority() {
        let (head, ()) =
            Request::get("/a?b").header(HOST, "example.com:81").body(()).unwrap().into_parts();
        let nothing = || -> (Parts, Trailers) {
            (Box::pin(futures_util::stream::empty()), Box::pin(std::future::ready(None)))
        };
        let sent = request(head, nothing());
        assert_eq!(sent.authority.as_deref(), Some("example.com:81"));
        let wrpc::Request { method, scheme, authority, path_with_query, headers, .. } = sent;
        let received =
            received_request(&method, scheme.as_ref(), authority, path_with_query, headers)
                .unwrap();
        assert_eq!(received.uri(), "http://example.com:81/a?b");
        assert_eq!(received.headers()[HOST], "example.com:81");
    }

    #[test]
    fn what_is_not_http_is_an_error() {
        let get = wrpc::Method::Get;
        assert!(received_request(&get, None, None, Some("a b".to_owned()), Vec::new()).is_err());
        let other = wrpc::Method::Other("G T".to_owned());
        assert!(received_request(&other, None, None, None, Vec::new()).is_err());
        let line_break = vec![("a".to_owned(), vec![Bytes::from_static(b"b\nc")])];
        assert!(received_response(200, line_break).is_err());
        assert!(received_response(99, Vec::new()).is_err());
    }
}
