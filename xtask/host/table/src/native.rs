//! The table natively.

use doorway::Body;
use doorway::testing::TestClient;
use futures_util::stream;

use crate::row::Ask;
use crate::{Answer, Content, app};

/// The app on this machine, without a host.
#[derive(Debug)]
pub struct Native(TestClient);

impl Native {
    /// A fresh app.
    pub fn new() -> Self {
        Self(TestClient::new(app()))
    }

    /// Sends a request and reads as much of the answer as there is.
    pub fn send(&self, ask: &Ask) -> Answer {
        let target = str::from_utf8(&ask.target)
            .unwrap_or_else(|_| panic!("{:?} is not text: send it on a socket", ask.target));
        let mut request = self.0.request(ask.method, target).body(body(&ask.content));
        for (name, value) in &ask.fields {
            request = request.header(&**name, &**value);
        }
        if let Content::CutOff(length, _) = ask.content {
            request = request.header("content-length", length);
        }
        let response = request.send();
        let mut body = Vec::new();
        let mut complete = true;
        for chunk in response.chunks() {
            match chunk {
                Ok(chunk) => body.extend_from_slice(&chunk),
                Err(_) => complete = false,
            }
        }
        let headers = response.headers().clone();
        Answer { status: response.status().as_u16(), headers, body: body.into(), complete }
    }
}

impl Default for Native {
    fn default() -> Self {
        Self::new()
    }
}

fn body(content: &Content) -> Body {
    match content {
        Content::None => Body::empty(),
        Content::Whole(body) => body.to_vec().into(),
        Content::Chunks(chunks) => {
            let chunks: Vec<_> =
                chunks.iter().map(|chunk| Ok::<_, std::io::Error>(*chunk)).collect();
            Body::from_stream(stream::iter(chunks))
        }
        Content::CutOff(_, sent) => Body::from_stream(stream::iter([Ok(*sent), Err("cut off")])),
    }
}
