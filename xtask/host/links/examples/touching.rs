//! Stands in front of another component, and changes what the request's field `x-touch` names of the
//! request or of the response.

use doorway::http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue};
use doorway::http::{Method, StatusCode};
use doorway::middleware::Next;
use doorway::{Body, Request, Response, http_middleware};

/// More than a test sends.
const LIMIT: usize = 8 << 20;

#[http_middleware]
async fn touch(headers: HeaderMap, mut request: Request, next: Next) -> Response {
    let touched = headers.get("x-touch").map(HeaderValue::as_bytes).unwrap_or_default();
    match touched {
        b"uri" => {
            let uri = request.uri().to_string().replace("/copy", "/collect");
            *request.uri_mut() = uri.parse().unwrap_or_default();
        }
        b"method" => *request.method_mut() = Method::PUT,
        b"request-body" => {
            let body = request.into_body().collect_up_to(LIMIT).await.unwrap_or_default();
            return next.run(Request::new([b"<", &body.bytes()[..], b">"].concat())).await;
        }
        _ => {}
    }
    let mut response = next.run(request).await;
    match touched {
        b"field" => {
            response.headers_mut().insert("x-touched", HeaderValue::from_static("yes"));
        }
        b"no-length" => drop(response.headers_mut().remove(CONTENT_LENGTH)),
        b"same-field" => {
            for (name, value) in headers.iter().filter(|(name, _)| *name == "x-same") {
                response.headers_mut().insert(name, value.clone());
            }
        }
        b"status" => *response.status_mut() = StatusCode::NON_AUTHORITATIVE_INFORMATION,
        b"body" => {
            let (head, body) = response.into_parts();
            let body = body.collect_up_to(LIMIT).await.unwrap_or_default();
            return Response::from_parts(head, Body::from(body.bytes().clone()));
        }
        b"body-alone" => return Response::new(response.into_body()),
        b"all" => return Response::new(Body::from("another")),
        _ => {}
    }
    response
}
