//! How the cost of a request grows with what is in it: routes, headers, numbers, bytes, requests
//! that it makes itself.

mod exponent;
mod subjects;

pub use exponent::{exponent, marginal};

use crate::contract::{Asked, ask};
use crate::engine;
use crate::error::{Error, Result};
use crate::linker::World;
use crate::measure::Measurement;
use crate::testing::Guest;
use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::Full;
use std::collections::HashMap;
use subjects::{Answer, SUBJECTS, Sent, Subject};
use wasmtime::Engine;
use wasmtime::component::Component;

/// How fuel and memory grow with one thing.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What it is about.
    pub name: &'static str,
    /// What there is more of.
    pub unit: &'static str,
    /// How many units, and the fuel.
    pub fuel: Vec<(u64, u64)>,
    /// How many units, and the most linear memory that the instance has had, in bytes.
    pub memory: Vec<(u64, u64)>,
}

/// What is allowed to grow, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// Not at all, or next to it: a tree has a few levels more.
    Flat,
    /// As its size at the most.
    Linear,
}

impl Growth {
    /// The largest [`exponent`] that still is such a growth.
    pub fn limit(self) -> f64 {
        match self {
            Self::Flat => 0.35,
            // What doubles when it is full makes steps, and one may lie between the last two sizes.
            Self::Linear => 1.1,
        }
    }
}

/// How the curve of that name may grow; linearly if nothing is said about it.
pub fn allowed(curve: &str) -> Growth {
    let subject = SUBJECTS.iter().find(|subject| subject.name == curve);
    subject.map_or(Growth::Linear, |subject| subject.growth)
}

/// Measures all curves, on components that `cargo xtask build --all` has built.
///
/// It has to run in [`runtime`](crate::contract::runtime). `progress` is told what is next.
///
/// # Errors
///
/// [`Error::Measure`] for an answer that is not what it has to be; [`Error::Read`] if a component is
/// not built.
pub async fn measure_all(progress: &mut dyn FnMut(&str)) -> Result<Vec<Curve>> {
    let engine = engine::measuring()?;
    let mut compiled = HashMap::new();
    let mut curves = Vec::new();
    for subject in SUBJECTS {
        progress(subject.name);
        let component = match compiled.get(subject.guest) {
            Some(component) => component,
            None => compiled.entry(subject.guest).or_insert(load(&engine, subject.guest)?),
        };
        curves.push(of_subject(component, subject).await?);
    }
    Ok(curves)
}

fn load(engine: &Engine, guest: &'static str) -> Result<Component> {
    engine::load(engine, &Guest::new(guest).path())
}

async fn of_subject(component: &Component, subject: &Subject) -> Result<Curve> {
    let Subject { name, unit, .. } = *subject;
    let mut curve = Curve { name, unit, fuel: Vec::new(), memory: Vec::new() };
    for &size in subject.sizes {
        let measured = of_size(component, subject, size)
            .await
            .map_err(|error| Error::Measure(format!("{name}, {size} {unit}: {error}")))?;
        curve.fuel.push((size, measured.fuel));
        curve.memory.push((size, measured.peak_memory as u64));
    }
    Ok(curve)
}

async fn of_size(component: &Component, subject: &Subject, size: u64) -> Result<Measurement> {
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
    let mut measured = ask(component, World::Proxy, Asked { calls, times }, request, check).await?;
    measured.pop().ok_or_else(|| Error::Measure("no request was made".to_owned()))
}

fn calling_out(path: &str, requests: u64, upstream: &str) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::default());
    // The path and an address are a valid target.
    *request.uri_mut() =
        Uri::try_from(format!("{path}?n={requests}&url={upstream}")).unwrap_or_default();
    request
}
