//! The requests to every contract app: the cases that tests and the benchmark share.

mod requests;
mod upstream;

use crate::error::{Error, Result};
use crate::linker::World;
use crate::measure::{Measurement, measure_series};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use requests::{MIB, echo, get, hello_from_a_browser, json, proxy};
use std::time::Duration;
use upstream::Upstream;
use wasmtime::component::Component;

/// How often a case that calls out is measured: the least of it counts.
const RUNS: usize = 3;

/// How long the requests of one case may take. Fuel ends those that compute; this is for those that
/// wait for what never comes. 64 MiB take their time on a host that is not optimised.
const DEADLINE: Duration = Duration::from_secs(120);

/// The same where it is an upstream that they may wait for.
const DEADLINE_OF_CALLS: Duration = Duration::from_secs(20);

/// One request, and what must come of it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The name in budgets and tables.
    pub name: &'static str,
    /// The request, from the URL of the upstream.
    request: fn(&str) -> Request<Full<Bytes>>,
    /// How many requests it makes of its upstream.
    calls: usize,
    answer: Answer,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Text(&'static str),
    Length(usize),
}

use Answer::{Length, Text};

const HELLO: Case = Case::of("hello", |_| get("/hello"), Text("Hello, world!"));
const HELLO_FROM_A_BROWSER: Case =
    Case::of("hello, 12 browser headers", |_| hello_from_a_browser(), Text("Hello, world!"));

/// The cases of an app with seven routes that need no upstream.
pub const CONTRACT: [Case; 7] = [
    HELLO,
    HELLO_FROM_A_BROWSER,
    Case::of("route, 7 routes", |_| get("/users/1/posts/2"), Text(r#"{"id":1,"post":2}"#)),
    Case::of(
        "json, 33 bytes",
        |_| json(["1", "2", "3.5"].map(str::to_owned)),
        Text(r#"{"name":"abc","sum":6.5,"count":3}"#),
    ),
    // Numbers with up to five digits.
    Case::of(
        "json, 2,000 numbers",
        |_| json((0..2000).map(|number| format!("{number}.5"))),
        Text(r#"{"name":"abc","sum":2000000.0,"count":2000}"#),
    ),
    Case::of("echo 4 MiB", |_| echo(4 * MIB), Length(4 * MIB)),
    Case::of("stream 4 MiB", |_| get(format!("/stream?bytes={}", 4 * MIB)), Length(4 * MIB)),
];

/// The cases of the same app that call an upstream.
pub const CALLING_OUT: [Case; 4] = [
    Case::of("proxy", proxy, Text("Hello, world!")).calling(1),
    Case::of("fanout 1", |url| get(format!("/fanout?n=1&url={url}")), Text("13")).calling(1),
    Case::of("fanout 8", |url| get(format!("/fanout?n=8&url={url}")), Text("104")).calling(8),
    Case::of("fanout 64", |url| get(format!("/fanout?n=64&url={url}")), Text("832")).calling(64),
];

/// The case of an app with a hundred more routes.
pub const ROUTE_OF_MANY: Case =
    Case::of("route, 107 routes", |_| get("/users/1/posts/2"), Text(r#"{"id":1,"post":2}"#));

impl Case {
    const fn of(
        name: &'static str,
        request: fn(&str) -> Request<Full<Bytes>>,
        answer: Answer,
    ) -> Self {
        Self { name, request, calls: 0, answer }
    }

    const fn calling(self, calls: usize) -> Self {
        Self { calls, ..self }
    }

    /// Asks a fresh instance so many times, one time after the other, and measures each.
    ///
    /// What calling out costs depends on what arrives while the component runs. In a [`runtime`] it
    /// is nearly always the same, and the least of three times is.
    ///
    /// # Errors
    ///
    /// [`Error::Measure`] if an answer is not what it has to be, or does not come;
    /// the others as [`measure_series`].
    pub async fn measure(
        &self,
        component: &Component,
        world: World,
        times: usize,
    ) -> Result<Vec<Measurement>> {
        let check = |measured: &Measurement| self.check(measured);
        ask(component, world, Asked { calls: self.calls, times }, self.request, check).await
    }

    fn check(&self, measured: &Measurement) -> Result<()> {
        let status = measured.status.as_u16();
        if status != 200 {
            return Err(Error::Measure(format!("the status is {status}, not 200")));
        }
        match self.answer {
            Text(text) if measured.body != text => Err(Error::Measure(format!(
                "the answer is {:?}, not {text:?}",
                String::from_utf8_lossy(&measured.body[..measured.body.len().min(100)])
            ))),
            Length(length) if measured.body.len() != length => Err(Error::Measure(format!(
                "the answer has {} bytes, not {length}",
                measured.body.len()
            ))),
            _ => Ok(()),
        }
    }
}

/// How much is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// How many requests the component makes of its upstream for one that it is asked.
    pub calls: usize,
    /// How often one instance is asked.
    pub times: usize,
}

/// Sends a request, made from the URL of the upstream, to fresh instances, and measures and checks
/// each answer; with calls to an upstream it repeats and returns the minimum.
///
/// # Errors
///
/// [`Error::Measure`] if an answer does not come, or `check` refuses it; the others as
/// [`measure_series`].
pub async fn ask(
    component: &Component,
    world: World,
    asked: Asked,
    request: impl Fn(&str) -> Request<Full<Bytes>>,
    check: impl Fn(&Measurement) -> Result<()>,
) -> Result<Vec<Measurement>> {
    let mut least = ask_once(component, world, asked, &request, &check).await?;
    if asked.calls > 0 {
        for _ in 1..RUNS {
            let again = ask_once(component, world, asked, &request, &check).await?;
            for (least, again) in least.iter_mut().zip(again) {
                if again.fuel < least.fuel {
                    *least = again;
                }
            }
        }
    }
    Ok(least)
}

async fn ask_once(
    component: &Component,
    world: World,
    Asked { calls, times }: Asked,
    request: impl Fn(&str) -> Request<Full<Bytes>>,
    check: impl Fn(&Measurement) -> Result<()>,
) -> Result<Vec<Measurement>> {
    let upstream = Upstream::start(calls, times)
        .await
        .map_err(|error| Error::Measure(format!("no upstream: {error}")))?;
    let requests = (0..times).map(|_| request(&upstream.url));
    let measured = measure_series(component, world, requests);
    let deadline = if calls > 0 { DEADLINE_OF_CALLS } else { DEADLINE };
    let measured = tokio::time::timeout(deadline, measured).await.map_err(|_| {
        Error::Measure(format!("no answer within {deadline:?}{}", upstream.excuse()))
    })??;
    measured.iter().try_for_each(check)?;
    upstream.finish().await?;
    Ok(measured)
}

/// A runtime in which fuel does not vary: all is done on one thread, and the component goes on only
/// when there is nothing else to do.
///
/// # Errors
///
/// [`Error::Engine`] when the system gives no runtime.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .event_interval(u32::MAX)
        .build()
        .map_err(|error| Error::Engine(error.to_string()))
}
