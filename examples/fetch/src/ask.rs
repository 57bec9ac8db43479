//! How an API is asked, and what becomes of its silence.

use std::error::Error;

use doorway::client::{self, Client};
use doorway::http::StatusCode;
use doorway::time::Duration;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

/// The most that is read of an answer, in bytes.
const LIMIT: usize = 64 * 1024;

/// The client of all APIs. Clones share what it keeps.
#[derive(Clone)]
pub(crate) struct Apis {
    client: Client,
}

impl Apis {
    /// Those below `URL/api/`.
    pub(crate) fn at(url: &str) -> Result<Self, client::Error> {
        let base = format!("{}/api/", url.trim_end_matches('/'));
        let client =
            Client::builder().base_url(base).user_agent("fetch/1.0").body_limit(LIMIT).build()?;
        Ok(Self { client })
    }

    /// Asks one of them. The time is for all of it, to the last byte.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        api: &'static str,
        time: Duration,
    ) -> Result<T, Missing> {
        let answer = async {
            let response = self.client.get(api).timeout(time).send().await?;
            response.error_for_status()?.json().await
        };
        answer.await.map_err(|error| Missing::new(api, &error))
    }
}

/// An API that has not answered.
#[derive(Serialize)]
pub(crate) struct Missing {
    api: &'static str,
    why: Why,
    /// Of a refusal.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "number")]
    status: Option<StatusCode>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Why {
    #[serde(rename = "too slow")]
    TooSlow,
    Unreachable,
    Refused,
    Garbled,
}

impl Missing {
    /// Readers are told what kind of thing went wrong, the log is told the rest.
    fn new(api: &'static str, error: &client::Error) -> Self {
        eprint!("no {api}: {error}");
        let mut source = error.source();
        while let Some(error) = source {
            eprint!(": {error}");
            source = error.source();
        }
        eprintln!();
        let why = match error {
            error if error.is_timeout() => Why::TooSlow,
            error if error.is_status() => Why::Refused,
            error if error.is_decode() || error.is_body() => Why::Garbled,
            _ => Why::Unreachable,
        };
        Self { api, why, status: error.status() }
    }
}

fn number<S: Serializer>(status: &Option<StatusCode>, serializer: S) -> Result<S::Ok, S::Error> {
    status.map(|status| status.as_u16()).serialize(serializer)
}
