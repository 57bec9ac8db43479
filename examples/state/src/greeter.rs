//! Another service, whose place is told at start.

use std::rc::Rc;

use doorway::client::{self, RequestOptions};
use doorway::extract::State;
use doorway::http::StatusCode;
use doorway::response::{ErrorResponse, Problem};
use doorway::time::Duration;
use doorway::{Body, Error, Request};

/// The most of a greeting that is read, in bytes.
const LIMIT: usize = 1024;

/// A client of the greeter.
#[derive(Clone)]
pub(crate) struct Greeter {
    url: Rc<str>,
}

impl Greeter {
    /// The greeter at `http://host:port`.
    pub(crate) fn at(url: &str) -> Self {
        Self { url: url.trim_end_matches('/').into() }
    }

    /// Asks for its greeting. What it answers beside that is a problem of its own.
    async fn ask(&self) -> Result<String, ErrorResponse> {
        let uri = format!("{}/", self.url);
        let request = Request::builder().uri(uri).body(Body::empty()).map_err(Error::other)?;
        let options = RequestOptions::new().first_byte_timeout(Duration::from_secs(2));
        let response = client::send_with(request, &options).await?;
        if response.status() != StatusCode::OK {
            let problem = Problem::new(StatusCode::BAD_GATEWAY)
                .detail("the greeter is not in a mood to greet")
                .extension("greeter_status", response.status().as_u16());
            return Err(problem.into());
        }
        Ok(response.into_body().collect(LIMIT).await?.into_string()?)
    }
}

pub(crate) async fn greeting(State(greeter): State<Greeter>) -> Result<String, ErrorResponse> {
    Ok(format!("The greeter says: {}\n", greeter.ask().await?.trim_end()))
}
