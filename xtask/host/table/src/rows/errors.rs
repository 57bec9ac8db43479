//! Errors of handlers, and their answers.

use crate::row::{PROBLEM, Row, TEXT, get as to, head};

pub(super) fn rows() -> Vec<Row> {
    vec![
        to("/result/ok").content(200, "application/json", "[1]"),
        to("/result/other").text_of(402, "not other"),
        to("/result/any/7").text("7"),
        to("/result/any/0").empty(404),
        to("/result/any/1").text_of(400, "one"),
        to("/result/any/2").problem(422, "two"),
        to("/result/any/3").empty(500),
        to("/result/any/4").problem(404, "there is no planet four"),
        to("/result/own/3").text("Earth"),
        to("/result/own/4").problem(404, "there is no planet 4"),
        // The error is for the log, not for the client.
        to("/result/own/x").empty(500),
        to("/problem/status").content(409, PROBLEM, r#"{"title":"Conflict","status":409}"#),
        to("/problem/from").bare_problem(410),
        to("/problem/with").bare_problem(503).with("retry-after", "7"),
        to("/problem/whole").content(
            403,
            PROBLEM,
            concat!(
                r#"{"type":"https://example.com/problems/credit","#,
                r#""title":"You do not have enough \"credit\"","status":403,"#,
                r#""detail":"30 are there,\n50 are needed","instance":"/account/12345","#,
                r#""balance":{"euro":30},"accounts":["/account/12345"]}"#,
            ),
        ),
        head("/problem/whole").head_of(403, PROBLEM, "223"),
        to("/broken/stream").aborted(200),
        head("/broken/stream").empty(200),
        to("/broken/length/4").untyped(200, "four").with("content-length", "4"),
        to("/broken/length/5").aborted(200).with("content-length", "5"),
        to("/broken/length/3").aborted(200).with("content-length", "3"),
        to("/broken/informational").empty(500),
        to("/broken/no-content").content(204, TEXT, ""),
        to("/broken/reset-content").content(205, TEXT, ""),
        to("/broken/not-modified").content(304, TEXT, "").with("etag", "\"1\""),
        to("/broken/fields").text("intact").with("x-kept", "1"),
        to("/broken/late").empty(504),
    ]
}
