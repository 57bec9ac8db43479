//! One address for several services, chosen by the first segment of the path.

use std::env;

use doorway::client::{Client, Proxy, retry};
use doorway::log::Logger;
use doorway::middleware::{AccessLogLayer, TraceContextLayer};
use doorway::routing::get;
use doorway::time::Duration;
use doorway::{Error, Json, Router, http_handler};

#[cfg(test)]
mod tests;
mod upstreams;

/// The time limits to connect to a service, and from then on for the start of its answer. There is
/// none for the whole, as bodies may be long.
const CONNECT: Duration = Duration::from_secs(2);
const FIRST_BYTE: Duration = Duration::from_secs(10);

/// The app. `UPSTREAMS` names the services.
#[http_handler]
pub fn app() -> Router {
    Logger::text().install();
    let upstreams = env::var("UPSTREAMS").unwrap_or_default();
    with_upstreams(&upstreams, FIRST_BYTE).unwrap_or_else(|why| unusable(&why))
}

/// The app with other services and another time limit, for tests.
fn with_upstreams(upstreams: &str, patience: Duration) -> Result<Router, String> {
    let upstreams = upstreams::parse(upstreams)?;
    let client = Client::builder()
        .connect_timeout(CONNECT)
        .first_byte_timeout(patience)
        .retry(retry::Policy::new(2))
        .build()
        .map_err(|error| error.to_string())?;

    let names = Json(upstreams.keys().cloned().collect::<Vec<_>>());
    let mut router = Router::new().route("/", get(names));
    for (name, url) in upstreams {
        // The service gets paths without the prefix, and the prefix in a header.
        let proxy = Proxy::new(url).client(client.clone()).x_forwarded();
        router = router.nest_service(&format!("/{name}"), proxy);
    }
    Ok(router.layer(TraceContextLayer::new()).layer(AccessLogLayer::new()))
}

/// The app for a wrong configuration, which is an error for the log and not for clients.
fn unusable(why: &str) -> Router {
    let why = format!("the environment variable UPSTREAMS: {why}");
    Router::new().fallback(move || {
        let error = Error::other(why.clone());
        async { error }
    })
}
