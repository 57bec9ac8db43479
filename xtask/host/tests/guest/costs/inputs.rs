//! The inputs, each with the most that it may cost.

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// An input, and the most that it may cost.
pub(super) struct Input {
    pub(super) name: &'static str,
    pub(super) sent: Sent,
    /// Instructions for each KiB that is sent.
    pub(super) fuel: u64,
    /// Linear memory of the instance, in KiB.
    pub(super) memory: usize,
    /// How the answer begins: its status and its text.
    pub(super) answer: &'static str,
}

/// The sender, and the way of sending.
pub(super) enum Sent {
    /// A client, in the head of a `GET` request.
    Head { target: String, field: Option<(&'static str, String)> },
    /// A client, as the body of a `POST` request, which may come in chunks of so many bytes.
    Body { path: &'static str, content_type: &'static str, content: Bytes, chunk: Option<usize> },
    /// An upstream.
    Response { coding: &'static str, content: Bytes },
}

impl Input {
    /// How many bytes are sent.
    pub(super) fn size(&self) -> usize {
        match &self.sent {
            Sent::Head { target, field } => {
                target.len() + field.as_ref().map_or(0, |(_, value)| value.len())
            }
            Sent::Body { content, .. } | Sent::Response { content, .. } => content.len(),
        }
    }
}

/// The most that is read of a body.
const BODY: usize = 2 << 20;

/// The most that hosts take of a request's head.
const HEAD: usize = 60 << 10;

pub(super) fn all() -> Vec<Input> {
    [forms(), json(), multipart(), heads(), responses()].into_iter().flatten().collect()
}

/// The same text until there are so many bytes.
fn repeated(text: &str, size: usize) -> String {
    text.repeat(size / text.len())
}

fn body(
    name: &'static str,
    path: &'static str,
    content_type: &'static str,
    content: impl Into<Bytes>,
) -> Input {
    let sent = Sent::Body { path, content_type, content: content.into(), chunk: None };
    Input { name, sent, fuel: u64::MAX, memory: usize::MAX, answer: "" }
}

fn head(
    name: &'static str,
    target: impl Into<String>,
    field: Option<(&'static str, String)>,
) -> Input {
    let sent = Sent::Head { target: target.into(), field };
    Input { name, sent, fuel: u64::MAX, memory: usize::MAX, answer: "" }
}

fn response(name: &'static str, coding: &'static str, content: impl Into<Bytes>) -> Input {
    let sent = Sent::Response { coding, content: content.into() };
    Input { name, sent, fuel: u64::MAX, memory: usize::MAX, answer: "" }
}

impl Input {
    fn at_most(self, fuel: u64, memory: usize) -> Self {
        Self { fuel, memory, ..self }
    }

    fn answered(self, answer: &'static str) -> Self {
        Self { answer, ..self }
    }
}

fn forms() -> Vec<Input> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let form = |name, path, text: &str| body(name, path, FORM, repeated(text, BODY));
    let query = |name, text: &str| head(name, format!("/query?{}", repeated(text, HEAD)), None);
    vec![
        form("form of spaces for names", "/form", "+&").at_most(530_000, 34_688).answered("200 0"),
        form("form of empty pairs", "/form", "&").at_most(100_000, 9_408).answered("200 0"),
        form("form of short pairs", "/form", "a=1&").at_most(200_000, 22_080).answered("200 0"),
        form("form, all percent-encoded", "/form", "%61%62%63=%64%65&")
            .at_most(160_000, 11_520)
            .answered("200 0"),
        form("form of one long value", "/form", "a").at_most(26_000, 9_408).answered("200 0"),
        form("form of short pairs, all read", "/form/all", "a=1&")
            .at_most(500_000, 54_464)
            .answered("200 524288"),
        query("query of spaces for names", "+&").at_most(570_000, 2_048).answered("200 0"),
        query("query of short pairs", "a=1&").at_most(240_000, 1_600).answered("200 0"),
        query("query, all percent-encoded", "%61%62%63=%64%65&")
            .at_most(200_000, 1_408)
            .answered("200 0"),
    ]
}

fn json() -> Vec<Input> {
    const JSON: &str = "application/json";
    let list = |item: &str| format!("[{}0]", repeated(item, BODY - 4));
    let object = |name: &str| {
        let fields = repeated(&format!("\"{name}\":[],"), BODY - 40);
        format!("{{{fields}\"wanted\":1}}")
    };
    vec![
        body("JSON of fields that nobody wants", "/json", JSON, object("a"))
            .at_most(77_000, 9_408)
            .answered("200 1"),
        body("JSON of escaped names", "/json", JSON, object("\\u0061\\n"))
            .at_most(73_000, 9_408)
            .answered("200 1"),
        body("JSON of white space", "/json", JSON, repeated(" ", BODY))
            .at_most(39_000, 9_408)
            .answered("400"),
        body("JSON of numbers", "/json/any", JSON, list("0,"))
            .at_most(260_000, 53_696)
            .answered("200 true"),
        body(
            "JSON of long fractions",
            "/json/any",
            JSON,
            list("0.12345678901234567890123456789e-300,"),
        )
        .at_most(61_000, 9_408)
        .answered("200 true"),
        body("JSON of escapes", "/json/any", JSON, list("\"\\u00e9\\ud83d\\ude00\","))
            .at_most(93_000, 12_544)
            .answered("200 true"),
        body("JSON of empty objects", "/json/any", JSON, list("{},"))
            .at_most(210_000, 53_696)
            .answered("200 true"),
        body("JSON of brackets", "/json/any", JSON, repeated("[", BODY))
            .at_most(6_000, 9_408)
            .answered("400"),
    ]
}

fn multipart() -> Vec<Input> {
    const TYPE: &str = "multipart/form-data; boundary=x";
    let form =
        |name, part: &str| body(name, "/multipart", TYPE, repeated(part, BODY - 8) + "--x--\r\n");
    let head = "content-disposition: form-data; name=\"a\"";
    vec![
        form("multipart of empty fields", &format!("--x\r\n{head}\r\n\r\n\r\n"))
            .at_most(420_000, 1_536)
            .answered("200 41120"),
        form(
            "multipart of many header fields",
            &format!("--x\r\n{head}\r\n{}\r\nb\r\n", "a:\r\n".repeat(30)),
        )
        .at_most(420_000, 1_536)
        .answered("200 12192"),
        form(
            "multipart of parameters",
            &format!("--x\r\n{head}{}\r\n\r\nb\r\n", ";a=\"\\\"\"".repeat(100)),
        )
        .at_most(160_000, 1_536)
        .answered("200 2788"),
        body(
            "multipart of almost boundaries",
            "/multipart",
            TYPE,
            format!("--x\r\n{head}\r\n\r\n{}\r\n--x--\r\n", repeated("\r\n--", BODY - 100)),
        )
        .at_most(77_000, 9_664)
        .answered("200 1"),
        body("multipart without a boundary", "/multipart", TYPE, repeated("\r\n-", BODY))
            .at_most(1_200, 1_344)
            .answered("400"),
    ]
}

fn heads() -> Vec<Input> {
    let cookies =
        |name, path: &str, cookie: &str| head(name, path, Some(("cookie", repeated(cookie, HEAD))));
    vec![
        cookies("cookies that nobody wants", "/cookies", "a=1; ")
            .at_most(720_000, 1_280)
            .answered("200 false"),
        cookies("cookies of separators", "/cookies", ";")
            .at_most(140_000, 1_280)
            .answered("200 false"),
        cookies("cookies, all percent-encoded", "/cookies", "a=%61%62; ")
            .at_most(440_000, 1_280)
            .answered("200 false"),
        cookies("cookies of one name", "/cookies", "wanted=1; ")
            .at_most(440_000, 1_280)
            .answered("200 true"),
        cookies("signed cookies that nobody signed", "/signed", "wanted=1; ")
            .at_most(440_000, 1_280)
            .answered("200 false"),
        cookies(
            "signed cookies with long signatures",
            "/signed",
            "wanted=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3Da; ",
        )
        .at_most(840_000, 1_280)
        .answered("200 false"),
        cookies(
            "private cookies that nobody encrypted",
            "/private",
            "wanted=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; ",
        )
        .at_most(190_000, 1_280)
        .answered("200 false"),
        head("a long path", format!("/path/{}", repeated("a", HEAD)), None)
            .at_most(65_000, 1_344)
            .answered("200 61440"),
        head("a path, all percent-encoded", format!("/path/{}", repeated("%61", HEAD)), None)
            .at_most(220_000, 1_280)
            .answered("200 20480"),
        head("a path of slashes", format!("/path/{}", repeated("/", HEAD)), None)
            .at_most(67_000, 1_344)
            .answered("200 61440"),
        head("a path that no route has", format!("/{}", repeated("a/", HEAD)), None)
            .at_most(45_000, 1_280)
            .answered("404"),
        head("ranges", "/range", Some(("range", format!("bytes={}0-0", repeated("0-0,", HEAD)))))
            .at_most(320_000, 1_280)
            .answered("200 15361"),
        Input {
            sent: Sent::Body {
                path: "/chunks",
                content_type: "text/plain",
                content: repeated("a", 16 << 10).into(),
                chunk: Some(1),
            },
            ..body("chunks of one byte", "/chunks", "text/plain", "")
                .at_most(2_300_000, 1_216)
                .answered("200 16384")
        },
    ]
}

/// `deflate` as gzip has it: a block of nothing that is not the last one.
const EMPTY_BLOCK: [u8; 5] = [0, 0, 0, 0xff, 0xff];

/// The head of a gzip member.
const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

fn responses() -> Vec<Input> {
    let blocks = |size: usize| [&GZIP[..], &EMPTY_BLOCK.repeat(size / EMPTY_BLOCK.len())].concat();
    // An empty last block of fixed codes, and the checksum and length of nothing.
    let member = [&GZIP[..], &[3, 0, 0, 0, 0, 0, 0, 0, 0, 0]].concat();
    vec![
        response("gzip of empty blocks", "gzip", blocks(64 << 10))
            .at_most(70_500, 1_344)
            .answered("200 the body cannot be decoded"),
        response("gzip of empty members", "gzip", member.repeat((64 << 10) / member.len()))
            .at_most(7_100_000, 1_344)
            .answered("200 0"),
        response("gzip of zeros", "gzip", gzip(&[0; 1 << 16], 1 << 10))
            .at_most(780_000, 9_728)
            .answered("200 the response of"),
        response("deflate in gzip", "deflate, gzip", gzip(&in_deflate(), 1))
            .at_most(2_800, 1_536)
            .answered("200 83580"),
        response(
            "deflate in gzip in gzip",
            "deflate, gzip, gzip",
            gzip(&gzip(&in_deflate(), 1), 1),
        )
        .at_most(36_000, 1_216)
        .answered("200 1475"),
    ]
}

/// Empty blocks with a byte between, in many: 32 MiB that come to next to nothing.
fn in_deflate() -> Vec<u8> {
    let part = [&EMPTY_BLOCK.repeat(200)[..], &[0, 1, 0, 0xfe, 0xff, b'a']].concat();
    [&[0x78, 1][..], &part.repeat((32 << 20) / part.len())].concat()
}

/// So many times the same as gzip has it.
fn gzip(part: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..times {
        encoder.write_all(part).unwrap();
    }
    encoder.finish().unwrap()
}
