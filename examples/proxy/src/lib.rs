//! Forwards every request to an upstream, which is given at start as `UPSTREAM`.
//!
//! Bodies pass both ways as they come, the host moves their bytes, and trailers are kept.

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
