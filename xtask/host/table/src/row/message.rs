//! A request, byte for byte.

use super::{Ask, Content};

/// More than a client sends before it gets a 100.
const LARGE: usize = 64 * 1024;

impl Ask {
    /// The request in HTTP/1.1: its head, and its body as it is framed.
    pub fn message(&self) -> (Vec<u8>, Vec<u8>) {
        let mut head = [self.method.as_bytes(), b" ", &self.target, b" HTTP/1.1\r\n"].concat();
        let mut field = |name: &str, value: &[u8]| {
            head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        };
        for (name, value) in &self.fields {
            field(name, value);
        }
        if !self.fields.iter().any(|(name, _)| name == "host") {
            field("host", b"test.local");
        }
        if self.method == "HEAD" {
            field("connection", b"close");
        }
        let body = match &self.content {
            Content::None => Vec::new(),
            Content::Whole(body) => {
                field("content-length", body.len().to_string().as_bytes());
                if body.len() > LARGE {
                    field("expect", b"100-continue");
                }
                body.to_vec()
            }
            Content::Chunks(chunks) => {
                field("transfer-encoding", b"chunked");
                let chunk = |chunk: &&[u8]| {
                    let size = format!("{:x}\r\n", chunk.len());
                    [size.as_bytes(), chunk, b"\r\n"].concat()
                };
                [chunks.iter().flat_map(chunk).collect(), b"0\r\n\r\n".to_vec()].concat()
            }
            Content::CutOff(length, sent) => {
                field("content-length", length.to_string().as_bytes());
                sent.to_vec()
            }
        };
        head.extend(b"\r\n");
        (head, body)
    }
}
