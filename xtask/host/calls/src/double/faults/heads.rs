//! No response: what a host says then.

use doorway::routing::any;
use doorway::testing::UpstreamError;
use doorway::{ErrorCode, Router};

pub(super) fn routes() -> Router {
    let broken = [
        ("/head/nothing", ErrorCode::HttpResponseIncomplete),
        ("/head/nothing-reset", ErrorCode::ConnectionTerminated),
        ("/head/half-line", ErrorCode::HttpResponseIncomplete),
        ("/head/half", ErrorCode::HttpResponseIncomplete),
        ("/head/half-reset", ErrorCode::ConnectionTerminated),
        ("/head/another-protocol", ErrorCode::HttpProtocolError),
        ("/head/no-status", ErrorCode::HttpProtocolError),
        ("/head/two-lengths", ErrorCode::HttpProtocolError),
        ("/head/thousand-fields", ErrorCode::HttpResponseHeaderSectionSize(None)),
        ("/head/endless", ErrorCode::HttpResponseHeaderSectionSize(None)),
    ];
    broken.into_iter().fold(Router::new(), |router, (path, code)| {
        router.route(
            path,
            any(move || {
                let code = code.clone();
                async move { UpstreamError(code) }
            }),
        )
    })
}
