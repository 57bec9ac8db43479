//! The requests of a component, as invocations of `wrpc:http/outgoing-handler`.

use std::time::Duration;

use doorway_host::{HttpError, Log, Outgoing, Sending, SendsRequests};
use doorway_wrpc::Client;
use http::Request;
use http_body_util::BodyExt;

use super::{Address, code};

/// How long the head of a response may take, unless the component says less. It is the limit of the component, too.
const LONGEST: Duration = Duration::from_secs(600);

/// Sends requests to one who serves `outgoing-handler`.
pub fn by_wrpc(Address(to): &Address, log: Log) -> Outgoing {
    Outgoing::new(ByWrpc { client: Client::new([to.clone()], LONGEST), log })
}

struct ByWrpc {
    client: Client,
    log: Log,
}

impl SendsRequests for ByWrpc {
    fn send(
        &self,
        request: Request<doorway_host::WasiBody>,
        options: Option<doorway_host::RequestOptions>,
    ) -> Sending {
        let (client, log) = (self.client.clone(), self.log.clone());
        let options = options.map(|options| doorway_wrpc::RequestOptions {
            connect_timeout: options.connect_timeout,
            first_byte_timeout: options.first_byte_timeout,
            between_bytes_timeout: options.between_bytes_timeout,
        });
        Box::pin(async move {
            match client.outgoing(request, options).await {
                Ok(response) => Ok(response
                    .map(|body| body.map_err(|error| code::to_wasi(error.code())).boxed_unsync())),
                Err(doorway_wrpc::Error::Code(code)) => Err(code::to_wasi(code)),
                Err(error) => {
                    log.line(format!("a request of the guest: {error}"));
                    Err::<_, HttpError>(code::to_wasi(error.code()))
                }
            }
        })
    }
}
