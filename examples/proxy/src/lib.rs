//! Forwards every request to the upstream of the environment variable `UPSTREAM`.
//!
//! Bodies are streamed both ways by the host, and trailers are kept.

use doorway::client::{self, Proxy};
use doorway::{Error, Request, Response, http_handler};

#[cfg(test)]
mod tests;

#[http_handler]
async fn proxy(request: Request) -> Result<Response, Error> {
    let upstream = std::env::var("UPSTREAM").map_err(|_| {
        Error::other("start the host with the environment variable UPSTREAM=http://host:port")
    })?;
    Ok(forward(request, &upstream).await?)
}

async fn forward(request: Request, upstream: &str) -> Result<Response, client::Error> {
    Proxy::new(upstream).forward(request).await
}
