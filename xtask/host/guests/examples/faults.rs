//! Handlers that do what they should not.

use std::fmt::Write;
use std::future::pending;
use std::sync::atomic::{AtomicU64, Ordering};

use doorway::body::Sender;
use doorway::http::header::CONTENT_LENGTH;
use doorway::http::{HeaderName, HeaderValue, StatusCode};
use doorway::{Body, Error, IntoResponse, Request, Response, client, http_handler, task};
use doorway_guests::{number, parameter};
use futures_util::{StreamExt, stream};

/// How many requests this instance has had.
static SERVED: AtomicU64 = AtomicU64::new(0);

#[http_handler]
async fn faults(request: Request) -> Result<Response, Error> {
    let served = SERVED.fetch_add(1, Ordering::Relaxed) + 1;
    let path = request.uri().path().to_owned();
    Ok(match path.as_str() {
        "/panic" => panic!("the handler's last words"),
        "/panic-in-body" => {
            let chunks = stream::iter([Ok::<_, Error>("a part")]);
            let last = stream::once(async { panic!("the body's last words") });
            Body::from_stream(chunks.chain(last)).into_response()
        }
        "/panic-in-task" => {
            task::spawn(async { panic!("the task's last words") });
            "answered\n".into_response()
        }
        "/overflow" => overflow(1).to_string().into_response(),
        "/error" => return Err(Error::other(std::io::Error::other("the secret detail"))),
        // Those a host refuses, one it does not, and two of them for one name.
        "/forbidden" => {
            let mut response = "intact".into_response();
            for name in [
                "connection",
                "transfer-encoding",
                "host",
                "upgrade",
                "keep-alive",
                "http2-settings",
            ] {
                response.headers_mut().append(name, HeaderValue::from_static("x"));
            }
            response.headers_mut().append("x-kept", HeaderValue::from_static("1"));
            response.headers_mut().append("x-kept", HeaderValue::from_static("2"));
            response
        }
        // Fields as odd as HTTP allows.
        "/odd-fields" => {
            let mut response = "intact".into_response();
            for (name, value) in [
                ("x-latin", &b"caf\xe9"[..]),
                ("x-empty", b""),
                ("x-tab", b"a\tb"),
                ("set-cookie", b"b=2; Path=/"),
                ("set-cookie", b"a=1"),
                ("!#$%&'*+-.^_`|~", b"a token"),
            ] {
                let value = HeaderValue::from_bytes(value).map_err(Error::other)?;
                response.headers_mut().append(HeaderName::from_static(name), value);
            }
            response
        }
        // `n` fields of `bytes` each.
        "/many-fields" => {
            let value = "x".repeat(number(&request, "bytes") as usize);
            let mut response = "intact".into_response();
            for index in 0..number(&request, "n") {
                let name = HeaderName::try_from(format!("x-{index}")).map_err(Error::other)?;
                let value = HeaderValue::try_from(&value).map_err(Error::other)?;
                response.headers_mut().try_append(name, value).map_err(Error::other)?;
            }
            response
        }
        // The request's fields as the handler sees them.
        "/fields" => {
            let mut seen = String::new();
            for (name, value) in request.headers() {
                let value = value.as_bytes().escape_ascii();
                writeln!(seen, "{name}: {value}").map_err(Error::other)?;
            }
            seen.into_response()
        }
        // `content-length` says `declared`; the body has `bytes`, and is made as `kind` says.
        "/length" => {
            let bytes = number(&request, "bytes") as usize;
            let body = match parameter(&request, "kind") {
                Some("full") => Body::from(vec![b'x'; bytes]),
                Some("empty") => Body::empty(),
                _ => chunks(bytes, 8),
            };
            let mut response = body.into_response();
            for declared in parameter(&request, "declared").unwrap_or_default().split(',') {
                let declared = HeaderValue::from_str(declared).map_err(Error::other)?;
                response.headers_mut().append(CONTENT_LENGTH, declared);
            }
            if let Some(status) = parameter(&request, "code") {
                *response.status_mut() = status.parse().map_err(Error::other)?;
            }
            response
        }
        // Any status, with a body.
        "/status" => {
            let status = number(&request, "code") as u16;
            let status = StatusCode::from_u16(status).map_err(Error::other)?;
            (status, "a body").into_response()
        }
        // A body that fails after a few chunks.
        "/fails" => {
            let chunks = [Ok("first "), Ok("second "), Err(Error::other("the stream broke"))];
            Body::from_stream(stream::iter(chunks)).into_response()
        }
        "/fails-at-once" => {
            let failure = stream::iter([Err::<&str, _>(Error::other("the stream was broken"))]);
            Body::from_stream(failure).into_response()
        }
        // A sender that says that it has failed.
        "/aborts" => {
            let (mut sender, body) = Body::channel();
            task::spawn(async move {
                sender.send("a part").await?;
                sender.abort(Error::other("no more to come"));
                Ok::<_, Error>(())
            });
            body.into_response()
        }
        // A sender that is dropped before it has finished.
        "/unfinished" => {
            let (mut sender, body) = Body::channel();
            task::spawn(async move { sender.send("a part").await });
            body.into_response()
        }
        // An endless body, and a word on stderr when it stops.
        "/endless" => {
            let (sender, body) = Body::channel();
            task::spawn(endless(sender));
            body.into_response()
        }
        // An endless body that is a stream.
        "/endless-stream" => {
            let noisy = Noisy;
            Body::from_stream(stream::repeat_with(move || {
                let _ = &noisy;
                Ok::<_, Error>(&[b'.'; 4096][..])
            }))
            .into_response()
        }
        // Reads the whole body, `limit` bytes at most.
        "/collect" => {
            let limit = number(&request, "limit") as usize;
            let body = request.into_body().collect_up_to(limit).await?;
            format!("{} bytes\n", body.bytes().len()).into_response()
        }
        // Reads the body and says how that failed.
        "/upload" => match request.into_body().collect_up_to(1 << 30).await {
            Ok(body) => format!("{} bytes\n", body.bytes().len()).into_response(),
            Err(error) => {
                eprintln!("the upload failed: {:?}: {error}", error.kind());
                StatusCode::BAD_REQUEST.into_response()
            }
        },
        // Lets the failure of an upstream through.
        "/upstream" => {
            let url = parameter(&request, "url").unwrap_or_default();
            let request = Request::builder().uri(url).body(()).map_err(Error::other)?;
            client::send(request).await?
        }
        // Waits for what never comes.
        "/stalls" => pending().await,
        // Fills a body that nobody reads yet.
        "/sends-before-answering" => {
            let (mut sender, body) = Body::channel();
            sender.send("one chunk has room, ").await?;
            sender.send("a second one has not").await?;
            sender.finish();
            body.into_response()
        }
        "/stalled-body" => {
            Body::from_stream(stream::pending::<Result<&str, Error>>()).into_response()
        }
        "/stalled-task" => {
            task::spawn(pending::<()>());
            "answered\n".into_response()
        }
        // The body is not read, and the connection is still good.
        "/ignore" => "ignored\n".into_response(),
        "/served" => served.to_string().into_response(),
        // The handler's view of the request's first line, and of `host`.
        _ => {
            let uri = request.uri();
            let authority = uri.authority().map_or("-", |authority| authority.as_str());
            let query = uri.query().unwrap_or("-");
            format!("{} {authority} {path} {query}\n", request.method()).into_response()
        }
    })
}

async fn endless(mut sender: Sender) {
    while sender.send(vec![b'.'; 4096]).await.is_ok() {}
    eprintln!("the endless body has stopped");
}

struct Noisy;

impl Drop for Noisy {
    fn drop(&mut self) {
        eprintln!("the endless stream was dropped");
    }
}

fn chunks(bytes: usize, size: usize) -> Body {
    let chunks: Vec<_> =
        vec![b'x'; bytes].chunks(size).map(|chunk| Ok::<_, Error>(chunk.to_vec())).collect();
    Body::from_stream(stream::iter(chunks))
}

#[expect(unconditional_recursion)]
fn overflow(depth: u64) -> u64 {
    std::hint::black_box(overflow(std::hint::black_box(depth + 1))) + 1
}
