use super::{Parent, traceparent, tracestate};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";

fn parsed(value: &str) -> Option<bool> {
    let Parent { trace_id, span_id, sampled } = traceparent(value.as_bytes())?;
    assert_eq!(str::from_utf8(&trace_id), Ok(TRACE));
    assert_eq!(str::from_utf8(&span_id), Ok(SPAN));
    Some(sampled)
}

#[test]
fn well_formed_traceparents() {
    for (flags, sampled) in [
        ("00", false),
        ("01", true),
        ("02", false),
        ("03", true),
        ("0a", false),
        ("0b", true),
        ("f9", true),
        ("ff", true),
        ("fe", false),
    ] {
        assert_eq!(parsed(&format!("00-{TRACE}-{SPAN}-{flags}")), Some(sampled), "{flags}");
    }
    // Of later versions the known part is read.
    for value in [
        format!("01-{TRACE}-{SPAN}-01"),
        format!("cc-{TRACE}-{SPAN}-01-what-the-future-will-be-like"),
        format!("cc-{TRACE}-{SPAN}-01-"),
        format!("fe-{TRACE}-{SPAN}-01"),
        format!(" \t00-{TRACE}-{SPAN}-01\t "),
    ] {
        assert_eq!(parsed(&value), Some(true), "{value}");
    }
}

#[test]
fn malformed_traceparents() {
    for value in [
        String::new(),
        "00".into(),
        "---".into(),
        format!("ff-{TRACE}-{SPAN}-01"),
        format!("0-{TRACE}-{SPAN}-01"),
        format!("000-{TRACE}-{SPAN}-01"),
        format!(".0-{TRACE}-{SPAN}-01"),
        format!("0G-{TRACE}-{SPAN}-01"),
        format!("CC-{TRACE}-{SPAN}-01"),
        format!("00-{TRACE}-{SPAN}-01-"),
        format!("00-{TRACE}-{SPAN}-01-more"),
        format!("00-{TRACE}-{SPAN}-011"),
        format!("cc-{TRACE}-{SPAN}-01.what"),
        format!("cc-{TRACE}-{SPAN}-011"),
        format!("00-{TRACE}-{SPAN}-1"),
        format!("00-{TRACE}-{SPAN}-.1"),
        format!("00-{TRACE}-{SPAN}-0A"),
        format!("00-{TRACE}-{SPAN}"),
        format!("00-{}-{SPAN}-01", "0".repeat(32)),
        format!("00-{TRACE}-{}-01", "0".repeat(16)),
        format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
        format!("00-{TRACE}-{}-01", SPAN.to_uppercase()),
        format!("00-{}-{SPAN}-01", &TRACE[1..]),
        format!("00-{TRACE}0-{SPAN}-01"),
        format!("00-{TRACE}-{}-01", &SPAN[1..]),
        format!("00-{TRACE}-{SPAN}0-01"),
        format!("00_{TRACE}_{SPAN}_01"),
        format!("00-{TRACE}-{SPAN}-01,00-{TRACE}-{SPAN}-01"),
        format!("00-{TRACE} -{SPAN}-01"),
        format!("00-{TRACE}-{SPAN}\u{e9}-01"),
    ] {
        assert_eq!(parsed(&value), None, "{value}");
    }
}

fn state(values: &[&str]) -> Option<String> {
    tracestate(values.iter().copied()).map(Into::into)
}

#[test]
fn well_formed_tracestates() {
    for (values, expected) in [
        (&["foo=1,bar=2"][..], "foo=1,bar=2"),
        (&["foo=1", "bar=2"], "foo=1,bar=2"),
        (&[" foo=1 \t, \tbar=2\t"], "foo=1,bar=2"),
        (&["foo=1,,,bar=2,", ""], "foo=1,bar=2"),
        (&["foo= 1 2"], "foo= 1 2"),
        (
            &["abcdefghijklmnopqrstuvwxyz0123456789_-*/= !\"#$%&'()*+-./0123456789:;<>?@~"],
            "abcdefghijklmnopqrstuvwxyz0123456789_-*/= !\"#$%&'()*+-./0123456789:;<>?@~",
        ),
        (&["0tenant@system=1", "tenant@s0=2"], "0tenant@system=1,tenant@s0=2"),
    ] {
        assert_eq!(state(values).as_deref(), Some(expected));
    }
    for key in ["z".repeat(256), format!("{}@{}", "t".repeat(241), "v".repeat(14))] {
        assert_eq!(state(&[&format!("{key}=1")]), Some(format!("{key}=1")));
    }
    assert!(state(&[&format!("foo={}", "v".repeat(256))]).is_some());
    let members = |count| (0..count).map(|i| format!("k{i}=1")).collect::<Vec<_>>().join(",");
    assert_eq!(state(&[&members(32)]), Some(members(32)));
}

#[test]
fn malformed_tracestates() {
    for value in [
        "",
        " ",
        ",",
        ",,",
        "foo",
        "foo@=1",
        "foo@=1,bar=2",
        "@foo=1",
        "@foo=1,bar=2",
        "foo@@bar=1",
        "foo@bar@baz=1",
        "foo=1,foo=1",
        "foo=1,foo=2",
        "foo =1",
        "FOO=1",
        "foo.bar=1",
        "foo=",
        "=1",
        "foo=bar=baz",
        "foo=1;bar=\u{e9}",
        "foo=a\u{7f}",
        "0foo=1",
        "foo@0bar=1",
        "foo=1,bar",
    ] {
        assert_eq!(state(&[value]), None, "{value}");
    }
    for key in ["z".repeat(257), format!("{}@v", "t".repeat(242)), format!("t@{}", "v".repeat(15))]
    {
        assert_eq!(state(&[&format!("{key}=1")]), None);
    }
    assert_eq!(state(&[&format!("foo={}", "v".repeat(257))]), None);
    let members = (0..33).map(|i| format!("k{i}=1")).collect::<Vec<_>>().join(",");
    assert_eq!(state(&[&members]), None);
}

#[test]
fn a_long_tracestate_loses_its_long_and_its_last_members() {
    let member = |key: &str, length: usize| format!("{key}={}", "v".repeat(length - key.len() - 1));
    let join = |members: &[&String]| {
        let members: Vec<&str> = members.iter().map(|member| member.as_str()).collect();
        members.join(",")
    };
    let (a, b, c, d) = (member("a", 128), member("b", 129), member("c", 128), member("d", 127));
    assert_eq!(state(&[&join(&[&a, &b, &c])]), Some(join(&[&a, &b, &c])));
    assert_eq!(state(&[&join(&[&a, &b, &c, &d])]), Some(join(&[&a, &c, &d])));
    // 512 characters to the last.
    let (e, f) = (member("e", 126), member("f", 127));
    assert_eq!(state(&[&join(&[&a, &c, &d, &e])]), Some(join(&[&a, &c, &d, &e])));
    assert_eq!(state(&[&join(&[&a, &c, &d, &f])]), Some(join(&[&a, &c, &d])));
}
