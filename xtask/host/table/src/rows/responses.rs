//! Return values of handlers.

use crate::row::{Row, get as to, head};

pub(super) fn rows() -> Vec<Row> {
    const BINARY: &str = "application/octet-stream";
    const HTML: &str = "text/html; charset=utf-8";
    vec![
        to("/response/str").text("text").with("content-length", "4"),
        to("/response/string").text("größer").with("content-length", "8"),
        to("/response/boxed-str").text("boxed"),
        to("/response/cow").text("cow"),
        to("/response/slice").content(200, BINARY, "slice"),
        to("/response/array").content(200, BINARY, "array"),
        to("/response/vec").content(200, BINARY, [0, 159, 146, 150]),
        to("/response/bytes").content(200, BINARY, "bytes"),
        to("/response/bytes-mut").content(200, BINARY, "bytes"),
        to("/response/nothing").empty(200).with("content-length", "0"),
        to("/response/status").empty(418).with("content-length", "0"),
        to("/response/no-content").empty(204).streamed(),
        to("/response/html").content(200, HTML, "<p>é</p>"),
        to("/response/json").content(200, "application/json", "[1,2]").with("content-length", "5"),
        to("/response/body").untyped(200, "a body").with("content-length", "6"),
        to("/response/stream").untyped(200, "ab").streamed(),
        to("/response/response").text_of(203, "a response").with("x-a", "1"),
        to("/response/parts").content(203, "text/plain; charset=utf-8", "").with("x-a", "1"),
        to("/response/extensions").empty(200),
        head("/response/json").content(200, "application/json", "").with("content-length", "5"),
        head("/response/stream").empty(200).streamed(),
        head("/response/nothing").empty(200),
        to("/redirect/301").empty(301).with("location", "/a"),
        to("/redirect/302").empty(302).with("location", "/b?c#d"),
        to("/redirect/303").empty(303).with("location", "../e"),
        to("/redirect/307").empty(307).with("location", "https://example.com/"),
        to("/redirect/308").empty(308).with("location", "/é"),
        to("/redirect/malformed").empty(500),
        to("/tuple/status").text_of(201, "made"),
        to("/tuple/array").content(200, "text/x", "typed").with("etag", "\"1\""),
        to("/tuple/array-alone").empty(200).with("x-a", "2"),
        to("/tuple/names").text("named").with("x-a", "1"),
        to("/tuple/map").content(200, "text/x", "of a map").with_all("x-a", &["1", "2"]),
        to("/tuple/append").text("two cookies").with_all("set-cookie", &["a=1", "b=2"]),
        to("/tuple/append-alone").empty(200).with_all("set-cookie", &["a=1", "b=2"]),
        to("/tuple/order").text("the last one").with("x-a", "2"),
        to("/tuple/html").content(200, "text/x", "<p>"),
        to("/tuple/parts").text_of(202, "in one").with("x-a", "1"),
        to("/tuple/perhaps").text("one").with("x-a", "1"),
        to("/tuple/own").text("kept").with("cache-control", "max-age=60"),
        // The answer is the error of the part.
        to("/tuple/refused").text_of(507, "no time"),
        to("/tuple/name-malformed").empty(500),
        to("/tuple/value-malformed").empty(500),
        to("/tuple/too-many").empty(500),
    ]
}
