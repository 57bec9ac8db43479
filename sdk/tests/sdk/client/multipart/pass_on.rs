//! A form that comes in goes out again while it arrives.

use doorway::client::multipart::{Form, Part};
use doorway::client::{self, RequestBuilder, Response};
use doorway::extract::Multipart;
use doorway::testing::{TestClient, block_on};
use doorway::{Body, Error, Request, Router, routing, task};
use futures_channel::mpsc;
use futures_util::StreamExt;
use futures_util::future::join;

use super::URL;

const HEAD: &str = "--x\r\nContent-Disposition: form-data; name=\"skipped\"\r\n\r\nno\r\n\
                    --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"g\"\r\n\r\n";

/// The first file of a form, as the file of another.
async fn field_by_field(mut form: Multipart) -> Result<Response, client::Error> {
    let (mut sender, body) = Body::channel();
    task::spawn(async move {
        while let Some(mut field) = form.next_field().await.map_err(Error::other)? {
            if field.file_name().is_some() {
                while let Some(chunk) = field.chunk().await.map_err(Error::other)? {
                    sender.send(chunk).await?;
                }
                break;
            }
        }
        sender.finish();
        Ok::<_, Error>(())
    });
    let upload = Form::new().part("file", Part::stream(body).file_name("upload"));
    client::post(URL).multipart(upload).send().await
}

/// The whole as it is.
async fn as_it_is(request: Request) -> Result<Response, client::Error> {
    let content_type = request.headers()["content-type"].clone();
    let request = client::post(URL).header("content-type", content_type).body(request.into_body());
    request.send().await
}

/// An app, and an echo that it sends forms to.
fn client() -> TestClient {
    let app = Router::new()
        .route("/fields", routing::post(field_by_field))
        .route("/raw", routing::post(as_it_is));
    TestClient::new(|_: Request| async {})
        .upstream("https://api.test", |request: Request| async { request.into_body() })
        .upstream("http://app.test", app)
}

fn post(path: &str, body: Body) -> RequestBuilder {
    let request = client::post(format!("http://app.test{path}")).body(body);
    request.header("content-type", "multipart/form-data; boundary=x")
}

#[test]
fn each_chunk_is_passed_on_before_the_next_one_comes() {
    const DIGITS: [&str; 3] = ["1", "2", "3"];
    for (path, name) in [("/fields", "name=\"file\"; filename=\"upload\""), ("/raw", "skipped")] {
        let (mut sender, body) = Body::channel();
        let (seen, mut next) = mpsc::unbounded();
        let fill = async move {
            sender.send(HEAD).await?;
            for digit in DIGITS {
                sender.send(digit.repeat(100)).await?;
                next.next().await;
            }
            sender.send("\r\n--x--\r\n").await?;
            sender.finish();
            Ok::<_, Error>(())
        };
        let read = async {
            let mut response = post(path, body).send().await?;
            let (mut echoed, mut digits) = (String::new(), DIGITS.iter().peekable());
            while let Some(chunk) = response.chunk().await? {
                echoed += std::str::from_utf8(&chunk).unwrap();
                // The last bytes are held back: they might begin a boundary.
                while digits.next_if(|digit| echoed.matches(**digit).count() > 90).is_some() {
                    seen.unbounded_send(()).unwrap();
                }
            }
            Ok::<_, client::Error>(echoed)
        };
        let (filled, echoed) = client().block_on(join(fill, read));
        let (echoed, content) = (echoed.unwrap(), DIGITS.map(|digit| digit.repeat(100)).concat());
        assert!(echoed.contains(name) && echoed.contains(&content), "{echoed}");
        assert!(filled.is_ok() && echoed.ends_with("--\r\n"));
    }
}

#[test]
fn a_form_that_breaks_off_breaks_off_upstream() {
    for path in ["/fields", "/raw"] {
        let (mut sender, body) = Body::channel();
        block_on(sender.send(HEAD)).unwrap();
        drop(sender);
        let read = client().block_on(async { post(path, body).send().await?.text().await });
        assert!(read.unwrap_err().is_body(), "{path}");
    }
}
