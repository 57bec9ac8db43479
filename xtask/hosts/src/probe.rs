//! A question to a host, with a time limit of its own.

use std::any::Any;
use std::pin::Pin;
use std::time::Duration;

use anyhow::{Result, anyhow};

use crate::hosts::Wasi;
use crate::served::Served;

/// A question to a host.
pub(crate) struct Probe {
    /// The name of its row.
    pub(crate) title: &'static str,
    /// The component that the host serves.
    pub(crate) guest: &'static str,
    /// How long the answer may take.
    pub(crate) limit: Duration,
    /// The version of WASI, if the question is for one only.
    pub(crate) only: Option<Wasi>,
    run: fn(Served) -> Asked,
}

/// The answer of a probe, to come.
pub(crate) type Asked = Pin<Box<dyn Future<Output = Result<String>> + Send>>;

/// The answer to most questions.
pub(crate) const YES: &str = "yes";
pub(crate) const NO: &str = "no";
/// The begin of the answer of a table of which some rows differ.
pub(crate) const ALL_BUT: &str = "all but";
/// A question for the other version of WASI only.
pub(crate) const NOT_ASKED: &str = "–";

impl Probe {
    pub(crate) const fn new(
        title: &'static str,
        guest: &'static str,
        run: fn(Served) -> Asked,
    ) -> Self {
        Self { title, guest, limit: Duration::from_secs(5), only: None, run }
    }

    pub(crate) const fn within(self, seconds: u64) -> Self {
        Self { limit: Duration::from_secs(seconds), ..self }
    }

    pub(crate) const fn only(self, wasi: Wasi) -> Self {
        Self { only: Some(wasi), ..self }
    }

    /// The cell: what the probe says, or `no`, with the reason.
    pub(crate) async fn ask(
        &self,
        served: Served,
        patience: u32,
    ) -> (String, Option<anyhow::Error>) {
        // A task of its own: clients panic where something is not HTTP.
        let mut task = tokio::spawn((self.run)(served));
        let limit = self.limit * patience;
        let answer = tokio::select! {
            answer = &mut task => answer.unwrap_or_else(|error| Err(panicked(error))),
            () = tokio::time::sleep(limit) => {
                task.abort();
                Err(anyhow!("no answer within {limit:?}"))
            }
        };
        match answer {
            Ok(cell) => (cell, None),
            Err(error) => (NO.to_owned(), Some(error)),
        }
    }
}

fn panicked(error: tokio::task::JoinError) -> anyhow::Error {
    match error.try_into_panic() {
        Ok(panic) => anyhow!("{}", message(&*panic)),
        Err(error) => error.into(),
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    match panic.downcast_ref::<String>() {
        Some(text) => text,
        None => panic.downcast_ref::<&str>().copied().unwrap_or("it panicked"),
    }
}
