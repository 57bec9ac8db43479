//! How the cost of a request grows with what is in it: routes, headers, numbers, bytes, requests that it makes itself.
//! Nothing grows faster than linearly, and what nobody uses does not grow at all.

mod exponent;
mod subjects;

use bytes::Bytes;
use doorway_host::contract::{Asked, ask, runtime};
use doorway_host::linker::World;
use doorway_host::measure::Measurement;
use doorway_host::{Error, Result};
use http::Request;
use http_body_util::Full;

use exponent::exponent;
use subjects::{Answer, SUBJECTS, Sent, Subject};

/// How something may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Growth {
    /// Not at all, or next to it: a tree has a few levels more.
    Flat,
    /// As its size at the most.
    Linear,
}

impl Growth {
    /// The largest [`exponent`] that still is such a growth.
    fn limit(self) -> f64 {
        match self {
            Self::Flat => 0.35,
            // A buffer that doubles when it is full makes steps, and one may lie between the last
            // two sizes.
            Self::Linear => 1.1,
        }
    }
}

#[test]
fn nothing_grows_faster_than_it_may() {
    let runtime = runtime().unwrap();
    let mut over = Vec::new();
    for subject in SUBJECTS {
        let Subject { name, growth, unit, .. } = subject;
        let fuel = runtime.block_on(curve(subject)).unwrap();
        let (exponent, limit) = (exponent(&fuel).unwrap(), growth.limit());
        println!("{name}: exponent {exponent:.2}, fuel by {unit} {fuel:?}");
        if exponent > limit {
            over.push(format!("{name}: exponent {exponent:.2}, {limit} is the most: {fuel:?}"));
        }
        if *name == "request headers that nobody reads" {
            // To the instruction.
            assert!(fuel.iter().all(|point| point.1 == fuel[0].1), "{fuel:?}");
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}

/// The fuel for each size.
async fn curve(subject: &Subject) -> Result<Vec<(u64, u64)>> {
    let mut fuel = Vec::new();
    for &size in subject.sizes {
        let measured = measure(subject, size).await.map_err(|error| {
            Error::Measure(format!("{}, {size} {}: {error}", subject.name, subject.unit))
        })?;
        fuel.push((size, measured.fuel));
    }
    Ok(fuel)
}

async fn measure(subject: &Subject, size: u64) -> Result<Measurement> {
    let (calls, times, expected) = match subject.sent {
        Sent::Alone { nth, answer, .. } => (0, nth, answer(size)),
        Sent::CallingOut { .. } => (size as usize, 1, Answer::Text((size * 13).to_string())),
    };
    let request = |upstream: &str| match subject.sent {
        Sent::Alone { request, .. } => request(size),
        Sent::CallingOut { path } => calling_out(path, size, upstream),
    };
    let check = |measured: &Measurement| {
        let Measurement { status, body, .. } = measured;
        let is_right = match &expected {
            Answer::Text(text) => body == text,
            Answer::Length(length) => body.len() == *length,
        };
        if *status != 200 || !is_right {
            return Err(Error::Measure(format!("the answer was {status}, {} bytes", body.len())));
        }
        Ok(())
    };
    let component = subject.guest.measured();
    let asked = Asked { calls, times };
    let mut measured = ask(&component, World::Proxy, asked, request, check).await?;
    measured.pop().ok_or_else(|| Error::Measure("no request was made".to_owned()))
}

fn calling_out(path: &str, requests: u64, upstream: &str) -> Request<Full<Bytes>> {
    let target = format!("{path}?n={requests}&url={upstream}");
    Request::get(target).body(Full::default()).expect("a path and an address are a target")
}
