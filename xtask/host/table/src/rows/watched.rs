//! Middlewares that watch a request on its way: limits of time, traces, the access log.

use crate::row::{Row, get as to, head, post as send};

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const FOUND: &str = r#"("0af7651916cd43dd8448eb211c80319c", Some("b7ad6b7169203331"))"#;

pub(super) fn rows() -> Vec<Row> {
    let new = "a new one false None";
    let traced = || to("/traced");
    vec![
        to("/limited/soon").text("soon"),
        to("/limited/late").problem(503, "the request took too long to answer"),
        head("/limited/soon").head_of(200, crate::row::TEXT, "4"),
        send("/limited/body").body("in time").text("in time"),
        traced().text(new),
        traced().field("traceparent", PARENT).text(format!("{FOUND} true None")),
        traced()
            .field("traceparent", PARENT)
            .field("tracestate", "a=1,b=2")
            .text(format!("{FOUND} true Some(\"a=1,b=2\")")),
        traced()
            .field("traceparent", PARENT.replace("-01", "-00"))
            .text(format!("{FOUND} false None")),
        // A later version may say more.
        traced()
            .field("traceparent", format!("{}-more", PARENT.replace("00-0", "01-0")))
            .text(format!("{FOUND} true None")),
        // A malformed field starts a new trace.
        traced().field("traceparent", "").text(new),
        traced().field("traceparent", format!("{PARENT}-more")).text(new),
        traced().field("traceparent", PARENT.to_uppercase()).text(new),
        traced().field("traceparent", PARENT.replace("00-0", "ff-0")).text(new),
        traced()
            .field("traceparent", format!("00-{}-b7ad6b7169203331-01", "0".repeat(32)))
            .text(new),
        traced().field("traceparent", PARENT).field("traceparent", PARENT).text(new),
        traced().field("traceparent", b"00-\xff").text(new),
        traced().field("tracestate", "a=1").text(new),
        to("/traced/child").field("traceparent", PARENT).text("true true true"),
        to("/traced/child").text("true true true"),
        to("/traced/perhaps").text("true"),
        to("/untraced/perhaps").text("false"),
        to("/untraced").bare_problem(500),
        to("/logged/7").text("7"),
        to("/logged/stream").untyped(200, "onetwo").streamed(),
        to("/logged/%0A").problem(400, "path parameter `id`: cannot parse `\n` to a `u8`"),
        send("/logged/7").bare_problem(405).with("allow", "GET, HEAD, OPTIONS"),
    ]
}
