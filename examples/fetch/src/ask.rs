//! Requests to an API, and their errors.

use std::error::Error;

use doorway::client::{self, Client};
use doorway::http::StatusCode;
use doorway::time::Duration;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

/// The size limit of an answer, in bytes.
const LIMIT: usize = 64 * 1024;

/// The client of all APIs. Clones share its settings.
#[derive(Clone)]
pub(crate) struct Apis {
    client: Client,
}

impl Apis {
    /// The APIs below `URL/api/`.
    pub(crate) fn at(url: &str) -> Result<Self, client::Error> {
        let base = format!("{}/api/", url.trim_end_matches('/'));
        let client =
            Client::builder().base_url(base).user_agent("fetch/1.0").body_limit(LIMIT).build()?;
        Ok(Self { client })
    }

    /// Sends a request to an API. The time limit includes the last byte of the body.
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

/// An API that did not answer.
#[derive(Serialize)]
pub(crate) struct Missing {
    api: &'static str,
    why: Why,
    /// The status, if it refused.
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
    /// Clients get the kind of error, the log gets the rest.
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
