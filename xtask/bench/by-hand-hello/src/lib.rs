//! The smallest app on the bindings alone.

mod bindings {
    wit_bindgen::generate!({ path: "../../../wit/p2", world: "doorway:sdk/p2", generate_all });
}

use bindings::exports::wasi::http::incoming_handler::Guest;
use bindings::wasi::http::types::{
    Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam,
};

struct Hello;

bindings::export!(Hello with_types_in bindings);

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
