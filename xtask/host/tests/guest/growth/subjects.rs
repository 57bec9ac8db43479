//! The quantities that may grow, and their requests.

use bytes::Bytes;
use http::Request;
use http_body_util::Full;

use super::Growth::{self, Flat, Linear};
use crate::guests::{BY_HAND, CONTRACT, GROWTH};
use doorway_host::testing::Guest;

/// One thing that grows.
pub(super) struct Subject {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    pub(super) growth: Growth,
    pub(super) sizes: &'static [u64],
    pub(super) guest: Guest,
    pub(super) sent: Sent,
}

pub(super) enum Sent {
    /// The same request so many times to one instance; the last is the one that counts.
    Alone { nth: usize, request: fn(u64) -> Request<Full<Bytes>>, answer: fn(u64) -> Answer },
    /// A request that makes so many itself, at once.
    CallingOut { path: &'static str },
}

/// The expected answer.
pub(super) enum Answer {
    Text(String),
    Length(usize),
}

const ROUTES: &[u64] = &[1, 10, 100, 300, 1000];
const HEADERS: &[u64] = &[1, 3, 10, 30, 100];
const NUMBERS: &[u64] = &[1, 10, 100, 1000, 10_000];
const KIBS: &[u64] = &[0, 64, 256, 1024, 4096, 16_384, 65_536];
const REQUESTS: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256];

const KIB: usize = 1024;

pub(super) const SUBJECTS: &[Subject] = &[
    routes("routes, first request of an instance", Linear, 1),
    routes("routes, second request of an instance", Linear, 2),
    routes("routes, every request after that", Flat, 3),
    Subject {
        name: "request headers that nobody reads",
        unit: "headers",
        growth: Flat,
        sizes: HEADERS,
        guest: GROWTH,
        sent: Sent::Alone {
            nth: 1,
            request: |n| headers("/ignore", n),
            answer: |_| text("ignored"),
        },
    },
    Subject {
        name: "request headers, all read",
        unit: "headers",
        growth: Linear,
        sizes: HEADERS,
        guest: GROWTH,
        sent: Sent::Alone {
            nth: 1,
            request: |n| headers("/headers", n),
            answer: |n| text(n as usize * VALUE.len()),
        },
    },
    Subject {
        name: "response headers",
        unit: "headers",
        growth: Linear,
        sizes: HEADERS,
        guest: GROWTH,
        sent: Sent::Alone {
            nth: 1,
            request: |n| get(format!("/respond?n={n}")),
            answer: |_| text("responded"),
        },
    },
    Subject {
        name: "numbers in a JSON array",
        unit: "numbers",
        growth: Linear,
        sizes: NUMBERS,
        guest: CONTRACT,
        sent: Sent::Alone { nth: 1, request: json, answer: sum },
    },
    body("body passed back", CONTRACT, |kib| post("/echo", kib), length),
    body("body read in chunks", GROWTH, |kib| post("/chunks", kib), |kib| text(bytes(kib))),
    body("body read as one", GROWTH, |kib| post("/whole", kib), |kib| text(bytes(kib))),
    body(
        "body made on the way",
        CONTRACT,
        |kib| get(format!("/stream?bytes={}", bytes(kib))),
        length,
    ),
    Subject {
        name: "requests of its own at once",
        unit: "requests",
        growth: Linear,
        sizes: REQUESTS,
        guest: CONTRACT,
        sent: Sent::CallingOut { path: "/fanout" },
    },
    Subject {
        name: "requests of its own at once, by hand",
        unit: "requests",
        growth: Linear,
        sizes: REQUESTS,
        guest: BY_HAND,
        sent: Sent::CallingOut { path: "/fanout" },
    },
];

/// The route that was added last is asked for.
const fn routes(name: &'static str, growth: Growth, nth: usize) -> Subject {
    let request = |n| get(format!("/extra/{:03}/7?n={n}", n - 1));
    let sent = Sent::Alone { nth, request, answer: |_| text(7) };
    Subject { name, unit: "routes", growth, sizes: ROUTES, guest: GROWTH, sent }
}

const fn body(
    name: &'static str,
    guest: Guest,
    request: fn(u64) -> Request<Full<Bytes>>,
    answer: fn(u64) -> Answer,
) -> Subject {
    let sent = Sent::Alone { nth: 1, request, answer };
    Subject { name, unit: "KiB", growth: Linear, sizes: KIBS, guest, sent }
}

fn text(text: impl ToString) -> Answer {
    Answer::Text(text.to_string())
}

fn length(kib: u64) -> Answer {
    Answer::Length(bytes(kib))
}

fn bytes(kib: u64) -> usize {
    kib as usize * KIB
}

fn get(target: String) -> Request<Full<Bytes>> {
    built(Request::get(target), Bytes::new())
}

fn post(path: &str, kib: u64) -> Request<Full<Bytes>> {
    built(Request::post(path), vec![b'x'; bytes(kib)].into())
}

const VALUE: &str = "some value";

/// A request with `n` headers; of `host` the host makes the authority.
fn headers(path: &str, n: u64) -> Request<Full<Bytes>> {
    let names = (0..n).map(|nth| format!("x-header-{nth:02}"));
    let request = names.fold(Request::get(path), |request, name| request.header(name, VALUE));
    built(request, Bytes::new())
}

/// Numbers that all take as many bytes.
fn json(n: u64) -> Request<Full<Bytes>> {
    let numbers: Vec<_> = (0..n).map(|nth| format!("{}.5", 10_000 + nth)).collect();
    let body = format!(r#"{{"name":"abc","values":[{}]}}"#, numbers.join(","));
    built(Request::post("/json").header("content-type", "application/json"), body.into())
}

fn sum(n: u64) -> Answer {
    let sum: f64 = (0..n).map(|nth| (10_000 + nth) as f64 + 0.5).sum();
    text(format!(r#"{{"name":"abc","sum":{sum:?},"count":{n}}}"#))
}

fn built(request: http::request::Builder, body: Bytes) -> Request<Full<Bytes>> {
    request.body(Full::new(body)).expect("the targets and the names are plain")
}
