//! Parameters of content types and dispositions, and byte order marks.

use crate::row::{Row, post as to};

const MALFORMED: &str = "the `content-disposition` of a field is malformed";

/// A form of one field, of which this is the disposition.
fn form(disposition: &str) -> String {
    format!("--x\r\ncontent-disposition: {disposition}\r\n\r\ncontent\r\n--x--\r\n")
}

#[track_caller]
fn send(disposition: &str) -> crate::Ask {
    to("/multipart").typed("multipart/form-data; boundary=x", form(disposition))
}

/// A field that is read so.
#[track_caller]
fn read(disposition: &str, name: Option<&str>, file_name: Option<&str>) -> Row {
    let none: Option<&str> = None;
    send(disposition).text(format!("{:?} 7\n", (name, file_name, none)))
}

pub(super) fn rows() -> Vec<Row> {
    [dispositions(), refused_dispositions(), types_of_fields(), content_types(), marks()].concat()
}

fn dispositions() -> Vec<Row> {
    vec![
        // Quoted strings are opaque.
        read(
            r#"form-data; name="upload"; note="x; filename=evil.exe "; filename="safe.txt""#,
            Some("upload"),
            Some("safe.txt"),
        )
        .per("RFC 9110, 5.6.6"),
        read(
            r#"form-data; filename="x; name=evil"; name="real""#,
            Some("real"),
            Some("x; name=evil"),
        )
        .per("RFC 9110, 5.6.6"),
        read(r#"form-data; name="a; filename=b.exe""#, Some("a; filename=b.exe"), None)
            .per("RFC 9110, 5.6.6"),
        read(r#"form-data; name="a"; note="\"; filename=b.exe""#, Some("a"), None)
            .per("RFC 9110, 5.6.4"),
        read(
            r#"form-data; name="my filename"; filename="my name""#,
            Some("my filename"),
            Some("my name"),
        )
        .per("RFC 9110, 5.6.6"),
        read(r#"form-data; note=filename; name="a"; xname=b"#, Some("a"), None)
            .per("RFC 9110, 5.6.6"),
        // Names without regard to case, whitespace of both kinds, nothing between semicolons.
        read(r#"Form-Data; Name="a"; FILENAME="b.txt""#, Some("a"), Some("b.txt"))
            .per("RFC 9110, 5.6.6"),
        read("form-data;\tname=a\t;;filename = b.txt ;", Some("a"), Some("b.txt"))
            .per("RFC 9110, 5.6.6"),
        read(r#"form-data; name=; filename="""#, Some(""), Some("")).per("multer 3.1"),
        read("form-data; filename=[a]/b:c.txt", None, Some("[a]/b:c.txt")).per("multer 3.1"),
        read("form-data; name", None, None).per("multer 3.1"),
        read("form-data", None, None).per("multer 3.1"),
        // Extended values count where there is no plain one.
        read(
            r#"form-data; name="a"; filename*=UTF-8''a.txt; filename="plain.txt""#,
            Some("a"),
            Some("plain.txt"),
        )
        .per("RFC 7578, 4.2"),
        read(r#"form-data; name*=UTF-8''n; name="f""#, Some("f"), None).per("RFC 7578, 4.2"),
        read(r#"form-data; name="f"; filename="a"; filename*=%"#, Some("f"), Some("a"))
            .per("RFC 7578, 4.2"),
        read(
            "form-data; name*=utf-8'de'gr%C3%B6%c3%9fe; filename*=UTF-8''%e2%82%ac%20rates",
            Some("größe"),
            Some("€ rates"),
        )
        .per("RFC 8187, 3.2.3"),
        // Backslashes belong to the name, as browsers send them, except for those before quotes.
        read(r#"form-data; name="a"; filename="C:\dir\\""#, Some("a"), Some(r"C:\dir\\"))
            .per("HTML, 4.10.21.8"),
        read(r#"form-data; filename="C:\dir\b.txt"; name="a""#, Some("a"), Some(r"C:\dir\b.txt"))
            .per("HTML, 4.10.21.8"),
        read(r#"form-data; name="a"; filename="C:\dir\""#, Some("a"), Some(r"C:\dir\"))
            .per("HTML, 4.10.21.8"),
        read(r#"form-data; name="a%22b%0D%0A""#, Some("a%22b%0D%0A"), None).per("HTML, 4.10.21.8"),
        read(r#"form-data; name="a\"b"; filename="\"""#, Some("a\"b"), Some("\""))
            .per("RFC 9110, 5.6.4"),
        // Text that is no UTF-8 is still a file's name.
        to("/multipart")
            .typed(
                "multipart/form-data; boundary=x",
                *b"--x\r\ncontent-disposition: form-data; filename=\"\xe9.txt\"\r\n\r\n\r\n--x--",
            )
            .text("(None, Some(\"\u{fffd}.txt\"), None) 0\n")
            .per("werkzeug"),
    ]
}

fn refused_dispositions() -> Vec<Row> {
    let twice = |name: &str| format!("the `content-disposition` of a field has `{name}` twice");
    let badly_encoded = "the `filename*` of a field is not percent-encoded UTF-8 text";
    let mut rows = vec![
        send(r#"form-data; name="a"; name="b""#).problem(400, twice("name")),
        send(r#"form-data; name="a"; NAME=a"#).problem(400, twice("name")),
        send(r#"form-data; filename=a.txt; name="a"; Filename="b.exe""#)
            .problem(400, twice("filename")),
        send("form-data; filename*=UTF-8''a; filename*=UTF-8''b").problem(400, twice("filename*")),
    ];
    rows = rows.into_iter().map(|row| row.per("RFC 6266, 4.1")).collect();
    for disposition in [
        r#"form-data; name="a"#,
        r#"form-data; name="a"b; filename="c""#,
        r#"form-data; name="a" filename="b.exe""#,
        r#"form-data; name=a filename=b.exe"#,
        r#"form-data; name="a\"; filename="b.exe""#,
        r#"form-data; x="; name="a""#,
        r#"form-data; x name="a"; name="b""#,
        r#"form-data; "x; name=a"; name="b""#,
        r#"name="a"; filename="b""#,
        "; name=a",
        "",
    ] {
        rows.push(send(disposition).problem(400, MALFORMED).per("RFC 9110, 5.6.6"));
    }
    for value in
        ["a.txt", "UTF-8''%", "UTF-8''%A", "UTF-8''%xy", "UTF-8''%E9", "latin1''%E9", "UTF-8''%00"]
    {
        let disposition = format!("form-data; name=a; filename*={value}");
        rows.push(send(&disposition).problem(400, badly_encoded).per("RFC 8187, 3.2.1"));
    }
    rows
}

#[track_caller]
fn typed(content_type: &str) -> crate::Ask {
    let form = form(&format!("form-data; name=\"a\"\r\ncontent-type: {content_type}"));
    to("/multipart/text").typed("multipart/form-data; boundary=x", form)
}

#[track_caller]
fn listed(content_type: &str, told: Option<&str>) -> Row {
    let form = form(&format!("form-data\r\ncontent-type: {content_type}"));
    let none: Option<&str> = None;
    to("/multipart")
        .typed("multipart/form-data; boundary=x", form)
        .text(format!("{:?} 7\n", (none, none, told)))
        .per("RFC 9110, 8.3.1")
}

fn types_of_fields() -> Vec<Row> {
    let other = "the field `a` is not declared as UTF-8 text";
    vec![
        typed("text/plain ;\tcharset=UTF-8 ;;").text("content").per("RFC 9110, 5.6.6"),
        typed("text/plain; charset=\"utf-8\"").text("content").per("RFC 9110, 5.6.6"),
        typed("text/plain; charset='utf-8'").text("content").per("reqwest"),
        typed("text/plain; charset=unicode-1-1-utf-8").text("content").per("Encoding Standard"),
        typed("text/plain; a=\"; charset=latin1\"").text("content").per("RFC 9110, 5.6.6"),
        typed("text/plain ; charset=latin1").problem(415, other).per("RFC 9110, 5.6.6"),
        typed("text/plain;;\tCharset=\"latin1\"").problem(415, other).per("RFC 9110, 5.6.6"),
        listed("Image/PNG", Some("image/png")),
        listed("text/plain ;\tCharset=\"UTF-8\";", Some("text/plain ;\tCharset=\"UTF-8\"")),
        listed("text", None),
        listed("text/", None),
        listed("te xt/plain", None),
    ]
}

fn content_types() -> Vec<Row> {
    let form_data =
        |content_type: &str| to("/multipart").typed(content_type, form("form-data; name=\"a\""));
    let json = |content_type: &str| to("/json/any").typed(content_type, "[1]");
    let urlencoded = |content_type: &str| to("/form/perhaps").typed(content_type, "id=1");
    let mut rows = Vec::new();
    for content_type in [
        "multipart/form-data ; boundary=x",
        "multipart/form-data; boundary=x ; charset=utf-8",
        "multipart/form-data;\tboundary=x",
        "multipart/form-data;;boundary=x;;",
        "multipart/form-data;boundary=\"x\"\t;charset=\"utf-8\" ",
        "Multipart/Form-Data; BOUNDARY=x",
        "multipart/form-data; a=\"; boundary=y\"; boundary=x",
    ] {
        let row = form_data(content_type).text("(Some(\"a\"), None, None) 7\n");
        rows.push(row.per("RFC 9110, 5.6.6"));
    }
    for content_type in [
        "application/json ; charset=utf-8",
        "application/json;\tcharset=\"utf-8\"",
        "application/json;;",
        "Application/Problem+JSON ;a=\";\"",
    ] {
        rows.push(json(content_type).value("[1]").per("RFC 9110, 5.6.6"));
    }
    for content_type in [
        "application/x-www-form-urlencoded ; charset=utf-8",
        "application/x-www-form-urlencoded\t;;",
    ] {
        rows.push(urlencoded(content_type).text("Some(1)").per("RFC 9110, 5.6.6"));
    }
    let no_boundary = "the content type `multipart/form-data` has no valid boundary";
    for content_type in [
        "multipart/form-data; boundary=y; boundary=x",
        "multipart/form-data; boundary=x; Boundary=x",
    ] {
        rows.push(form_data(content_type).problem(400, no_boundary).per("RFC 6838, 4.3"));
    }
    for content_type in [
        "multipart/form-data; boundary=\"x",
        "multipart/form-data; boundary=\"x\"y",
        "multipart/form-data; boundary=x y",
        "multipart/form-data; boundary=x\"; a=\"",
        "multipart/form-data; boundary*=UTF-8''x",
        "multipart/form-data; boundary=é",
    ] {
        rows.push(form_data(content_type).problem(400, no_boundary).per("RFC 2046, 5.1.1"));
    }
    rows
}

fn marks() -> Vec<Row> {
    let marked = |text: &str| format!("\u{feff}{text}");
    let twice = "the body is not JSON: expected value at line 1 column 1";
    vec![
        to("/json/any").json(marked("[1]")).value("[1]").per("RFC 8259, 8.1"),
        to("/json/any").json(marked(&marked("[1]"))).problem(400, twice).per("RFC 8259, 8.1"),
        to("/json/perhaps").json(marked("[1]")).text("Some(Json([1]))").per("RFC 8259, 8.1"),
        to("/multipart/text")
            .typed(
                "multipart/form-data; boundary=x",
                form("form-data; name=a").replace("content\r\n", "\u{feff}content\r\n"),
            )
            .text("content")
            .per("Encoding Standard"),
    ]
}
