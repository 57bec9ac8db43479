//! Another implementation of HTTP over wRPC, written on wrpc-interface-http alone.
//!
//! `wrpc-peer serve` answers each request with its own body and trailers, and tells what it saw in fields of the response;
//! it serves both interfaces. `wrpc-peer call ADDR METHOD TARGET` sends stdin as a body by `incoming-handler`, `wrpc-peer
//! send ADDR METHOD URL` by `outgoing-handler`, and both write the response's body to stdout, the rest to stderr.
//! Arguments after these, `NAME=VALUE`, are the trailers.

mod client;
mod server;

use anyhow::{Result, bail};

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => server::serve().await,
        ["call", addr, method, target, ref trailers @ ..] => {
            client::call(addr, method, &format!("http://peer.local{target}"), trailers).await
        }
        ["send", addr, method, url, ref trailers @ ..] => {
            client::send(addr, method, url, trailers).await
        }
        _ => bail!("usage: wrpc-peer serve | call ADDR METHOD TARGET | send ADDR METHOD URL"),
    }
}
