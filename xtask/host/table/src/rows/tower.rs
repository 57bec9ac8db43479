//! Layers and services of tower's among those of doorway's.

use crate::row::{Row, get as to, head, options, post as send};

pub(super) fn rows() -> Vec<Row> {
    vec![
        to("/tower/status").text_of(418, "tea"),
        to("/tower/cors")
            .field("origin", "https://example.com")
            .text("shared")
            .with("access-control-allow-origin", "*"),
        options("/tower/cors")
            .field("origin", "https://example.com")
            .field("access-control-request-method", "PUT")
            .empty(200)
            .with("access-control-allow-origin", "*")
            .with("access-control-allow-methods", "GET,PUT"),
        send("/tower/cors")
            .bare_problem(405)
            .with("allow", "GET, HEAD, PUT, OPTIONS")
            .with("access-control-allow-origin", "*"),
        to("/tower/id/7").text("/tower/id/{id} 7").with("x-request-id", "17"),
        to("/tower/id/7")
            .field("x-request-id", "18")
            .text("/tower/id/{id} 7")
            .with("x-request-id", "18"),
        to("/tower/id/x")
            .problem(400, "path parameter `id`: cannot parse `x` to a `u8`")
            .with("x-request-id", "17"),
        head("/tower/id/7").head_of(200, crate::row::TEXT, "16").with("x-request-id", "17"),
        send("/tower/body").body("through").text("through").with("x-request-id", "17"),
        send("/tower/body").chunks(&["a", "b"]).text("ab").with("x-request-id", "17"),
        to("/tower/service/a/b?c").untyped(200, "/a/b"),
        to("/tower/failing").empty(500),
    ]
}
