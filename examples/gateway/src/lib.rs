//! One address for several services: the first segment of a path says which of them answers.

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

/// How long a service may take until it is connected, and how long from then until it begins to
/// answer. There is no limit for the whole: what passes through may be long.
const CONNECT: Duration = Duration::from_secs(2);
const FIRST_BYTE: Duration = Duration::from_secs(10);

/// The app. Which services there are is told to it as `UPSTREAMS`.
#[http_handler]
pub fn app() -> Router {
    Logger::text().install();
    let upstreams = env::var("UPSTREAMS").unwrap_or_default();
    with_upstreams(&upstreams, FIRST_BYTE).unwrap_or_else(|why| unusable(&why))
}

/// The app with services and patience, which a test says.
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
        // Its service sees paths without the prefix, and is told that by a field.
        let proxy = Proxy::new(url).client(client.clone()).x_forwarded();
        router = router.nest_service(&format!("/{name}"), proxy);
    }
    Ok(router.layer(TraceContextLayer::new()).layer(AccessLogLayer::new()))
}

/// What is there when the configuration is wrong: the one who called cannot help that, so it is said
/// on stderr.
fn unusable(why: &str) -> Router {
    let why = format!("the environment variable UPSTREAMS: {why}");
    Router::new().fallback(move || {
        let error = Error::other(why.clone());
        async { error }
    })
}
