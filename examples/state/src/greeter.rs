//! Another service, at a configured URL.

use std::rc::Rc;

use doorway::client::Client;
use doorway::extract::State;
use doorway::http::StatusCode;
use doorway::response::{ErrorResponse, Problem};
use doorway::time::Duration;

/// The time limit of a request, up to the last byte of the greeting.
const PATIENCE: Duration = Duration::from_secs(2);

/// The size limit of a greeting, in bytes.
const LIMIT: usize = 1024;

/// A client of the greeter.
#[derive(Clone)]
pub(crate) struct Greeter {
    client: Client,
    url: Rc<str>,
}

impl Greeter {
    /// A client of the greeter at `http://host:port`.
    pub(crate) fn at(url: &str) -> Self {
        Self { client: Client::new(), url: url.into() }
    }

    /// Asks for a greeting. Other answers become a problem.
    async fn ask(&self) -> Result<String, ErrorResponse> {
        let request = self.client.get(&*self.url).timeout(PATIENCE).body_limit(LIMIT);
        let response = request.send().await?;
        if response.status() != StatusCode::OK {
            let problem = Problem::new(StatusCode::BAD_GATEWAY)
                .detail("the greeter does not answer")
                .extension("greeter_status", response.status().as_u16());
            return Err(problem.into());
        }
        Ok(response.text().await?)
    }
}

pub(crate) async fn greeting(State(greeter): State<Greeter>) -> Result<String, ErrorResponse> {
    Ok(format!("The greeter says: {}\n", greeter.ask().await?.trim_end()))
}
