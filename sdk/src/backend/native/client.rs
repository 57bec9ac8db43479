//! Natively there is no network: a request fails, and says where it would have gone.

use crate::client::RequestOptions;
use crate::error::{Error, ErrorKind};
use crate::{Request, Response};

pub(crate) async fn send(request: Request, _: &RequestOptions) -> Result<Response, Error> {
    let message = format!(
        "no upstream answers {} {}: outside of a component doorway sends nothing",
        request.method(),
        request.uri()
    );
    Err(Error::new(ErrorKind::Connection, message))
}
