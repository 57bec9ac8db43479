//! Embedded files: what of them is sent on which condition.

use doorway::http::Method;
use proptest::prelude::*;

use crate::support::made::{DATE, DIGITS, TAG, ask, field, get, text};

#[test]
fn head_is_get_without_content() {
    let without_range = [("range", "bytes=1-2")];
    for path in ["/digits", "/empty", "/docs/", "/docs", "/a%20b/%C3%BC%25.txt"] {
        let (head, get) = (ask(Method::HEAD, path, &without_range), get(path, &[]));
        assert_eq!(head.status(), get.status());
        let mut fields = head.headers().clone();
        let length =
            fields.remove("content-length").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(&fields, get.headers());
        assert_eq!(text(head), "");
        let content = text(get);
        assert_eq!(length.is_some(), path != "/docs");
        assert_eq!(length.unwrap_or("0".into()), content.len().to_string());
    }
}

#[test]
fn a_version_that_is_known_is_not_sent_again() {
    let weak = format!("W/{TAG}");
    let second = format!("\"a,b\" , W/\"\",,\t{TAG}");
    // A compressing layer or proxy makes weak tags; the 304 has the client's own.
    let weak_beside = format!("\"x\",{weak}");
    let both = format!("{weak}, {TAG}");
    for (value, tag) in [
        (TAG, TAG),
        (&*weak, &*weak),
        (&*second, TAG),
        ("*", TAG),
        (&*weak_beside, &*weak),
        (&*both, TAG),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let response = ask(method, "/digits", &[("if-none-match", value)]);
            assert_eq!(response.status(), 304, "{value}");
            assert_eq!(field(&response, "etag"), Some(tag));
            assert_eq!(response.headers().len(), 1);
            assert_eq!(text(response), "");
        }
    }
    let unquoted = TAG.trim_matches('"');
    for value in ["\"other\"", "", unquoted, "W/", "\"", &TAG[..33], &format!("x {TAG}"), "**"] {
        // The date is not asked for if there is a tag.
        let fields = [("if-none-match", value), ("if-modified-since", DATE)];
        assert_eq!(get("/digits", &fields).status(), 200, "{value}");
    }
}

#[test]
fn dates_are_compared_by_the_second() {
    let status = |name, value| get("/digits", &[(name, value)]).status().as_u16();
    let before = "Tue, 14 Nov 2023 22:13:19 GMT";
    let after = "Wed, 15 Nov 2023 00:00:00 GMT";
    assert_eq!(status("if-modified-since", DATE), 304);
    assert_eq!(status("if-modified-since", after), 304);
    assert_eq!(status("if-modified-since", "Tuesday, 14-Nov-23 22:13:20 GMT"), 304);
    assert_eq!(status("if-modified-since", before), 200);
    assert_eq!(status("if-unmodified-since", DATE), 200);
    assert_eq!(status("if-unmodified-since", after), 200);
    assert_eq!(status("if-unmodified-since", before), 412);
    for malformed in
        ["", "yesterday", "Tue, 99 Nov 2023 22:13:20 GMT", "Thu, 01 Jan 0000 00:00:00 GMT"]
    {
        assert_eq!(status("if-modified-since", malformed), 200);
        assert_eq!(status("if-unmodified-since", malformed), 200);
    }
}

#[test]
fn a_meaningless_date_is_not_sent() {
    for path in ["/a%20b/%C3%BC%25.txt", "/late", "/later", "/empty"] {
        let response = get(path, &[("if-modified-since", DATE), ("if-unmodified-since", DATE)]);
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(field(&response, "last-modified"), None);
    }
}

#[test]
fn an_old_version_is_refused() {
    let status = |value: &str| get("/digits", &[("if-match", value)]).status().as_u16();
    assert_eq!(status(TAG), 200);
    assert_eq!(status("*"), 200);
    assert_eq!(status(&format!("\"x\", {TAG}")), 200);
    assert_eq!(status("\"x\""), 412);
    assert_eq!(status(&format!("W/{TAG}")), 412);
    let both = [("if-match", TAG), ("if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT")];
    assert_eq!(get("/digits", &both).status(), 200);
    assert_eq!(get("/digits", &[("if-match", TAG), ("if-none-match", TAG)]).status(), 304);
}

#[test]
fn the_lines_of_a_field_are_one_list() {
    let status = |fields: &[(&str, &str)]| get("/digits", fields).status().as_u16();
    let (other, weak) = ("\"other\"", &*format!("W/{TAG}"));
    for lines in [[other, TAG], [TAG, other], ["", TAG]] {
        assert_eq!(status(&lines.map(|line| ("if-match", line))), 200, "{lines:?}");
        assert_eq!(status(&lines.map(|line| ("if-none-match", line))), 304, "{lines:?}");
    }
    assert_eq!(status(&[("if-match", other), ("if-match", weak)]), 412);
    assert_eq!(status(&[("if-none-match", other), ("if-none-match", weak)]), 304);
    assert_eq!(status(&[("if-none-match", other), ("if-none-match", "x")]), 200);
    // Of those that are no lists there may be one.
    let (date, late) = ("if-modified-since", "Fri, 31 Dec 9999 23:59:59 GMT");
    assert_eq!(status(&[(date, late), (date, late)]), 200);
    let early = "Thu, 01 Jan 1970 00:00:00 GMT";
    assert_eq!(status(&[("if-unmodified-since", early), ("if-unmodified-since", early)]), 200);
    assert_eq!(status(&[("range", "bytes=0-1"), ("range", "bytes=4-5")]), 200);
    let range = ("range", "bytes=0-1");
    assert_eq!(status(&[range, ("if-range", TAG), ("if-range", TAG)]), 200);
}

#[test]
fn a_range_is_a_part() {
    for (range, part, sent) in [
        ("bytes=0-0", "0-0", "0"),
        ("bytes=2-5", "2-5", "2345"),
        ("Bytes=18-", "18-19", "ij"),
        ("bytes=-3", "17-19", "hij"),
        ("bytes=-99", "0-19", DIGITS),
        ("bytes= 0-99999999999999999999999 ", "0-19", DIGITS),
        ("bytes=0-19", "0-19", DIGITS),
    ] {
        let response = get("/digits", &[("range", range)]);
        assert_eq!(response.status(), 206, "{range}");
        assert_eq!(field(&response, "content-range"), Some(&*format!("bytes {part}/20")));
        assert_eq!(field(&response, "etag"), Some(TAG));
        assert_eq!(text(response), sent);
    }
    for range in ["bytes=20-", "bytes=20-30", "bytes=-0", "bytes=99999999999999999999999-"] {
        let response = get("/digits", &[("range", range)]);
        assert_eq!(response.status(), 416, "{range}");
        assert_eq!(field(&response, "content-range"), Some("bytes */20"));
    }
    for range in [
        "bytes=0-1,4-5",
        "bytes=5-2",
        "bytes=-",
        "bytes=",
        "bytes",
        "",
        "lines=0-1",
        "bytes=a-b",
        "bytes=+1-2",
        "bytes=1 -2",
        "bytes=--1",
        "0-1",
    ] {
        let response = get("/digits", &[("range", range)]);
        assert_eq!(response.status(), 200, "{range}");
        assert_eq!(field(&response, "content-range"), None);
        assert_eq!(text(response), DIGITS);
    }
    for range in ["bytes=0-", "bytes=-1", "bytes=0-0"] {
        assert_eq!(get("/empty", &[("range", range)]).status(), 200);
    }
}

#[test]
fn a_range_of_another_version_is_the_whole() {
    let status = |value: &str| {
        get("/digits", &[("range", "bytes=0-1"), ("if-range", value)]).status().as_u16()
    };
    assert_eq!(status(TAG), 206);
    // A compressed response has the same date.
    assert_eq!(status(DATE), 200);
    assert_eq!(status(&format!("W/{TAG}")), 200);
    assert_eq!(status("\"other\""), 200);
    assert_eq!(status("Wed, 15 Nov 2023 00:00:00 GMT"), 200);
    assert_eq!(status("*"), 200);
    let other = get("/digits", &[("if-range", TAG)]);
    assert_eq!(other.status(), 200);
    let unsatisfiable = [("range", "bytes=20-"), ("if-range", "\"other\"")];
    assert_eq!(get("/digits", &unsatisfiable).status(), 200);
}

proptest! {
    /// A range is what slicing says, and the parts of a file make the file.
    #[test]
    fn any_range_is_a_slice(first in 0_usize..25, last in 0_usize..25, suffix in 0_usize..25) {
        let part = |range: String| {
            let response = get("/digits", &[("range", &range)]);
            (response.status().as_u16(), text(response))
        };
        let end = DIGITS.len();
        let (status, sent) = part(format!("bytes={first}-{last}"));
        match status {
            206 => prop_assert_eq!(&sent, &DIGITS[first..(last + 1).min(end)]),
            200 => prop_assert!(last < first),
            _ => prop_assert!(status == 416 && first >= end && first <= last),
        }
        let (status, sent) = part(format!("bytes=-{suffix}"));
        match status {
            206 => prop_assert_eq!(&sent, &DIGITS[end.saturating_sub(suffix)..]),
            _ => prop_assert!(status == 416 && suffix == 0),
        }
    }
}
