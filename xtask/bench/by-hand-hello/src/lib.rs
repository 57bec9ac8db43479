//! The smallest app on the bindings alone: on those that are generated already, as doorway has its own.

use wasip2::exports::http::incoming_handler::Guest;
use wasip2::http::types::{
    Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam,
};

struct Hello;

wasip2::http::proxy::export!(Hello);

impl Guest for Hello {
    fn handle(_request: IncomingRequest, out: ResponseOutparam) {
        let fields = Fields::new();
        let _ = fields.append("content-type", b"text/plain; charset=utf-8");
        let response = OutgoingResponse::new(fields);
        let body = response.body();
        ResponseOutparam::set(out, Ok(response));
        let Ok(body) = body else { return };
        let Ok(stream) = body.write() else { return };
        if stream.blocking_write_and_flush(b"Hello, world!").is_ok() {
            drop(stream);
            let _ = OutgoingBody::finish(body, None);
        }
    }
}
