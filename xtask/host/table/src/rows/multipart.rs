//! Forms with files.

use crate::row::{Row, post as to};

const TYPE: &str = "multipart/form-data; boundary=x";

/// A form of fields, each of which is its head and its content.
fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    let field = |(head, content): &(&str, &str)| {
        format!("--x\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let fields: String = fields.iter().map(field).collect();
    format!("{fields}--x--\r\n").into_bytes()
}

#[track_caller]
fn send(path: &'static str, fields: &[(&str, &str)]) -> crate::Ask {
    to(path).typed(TYPE, form(fields))
}

const NOTE: (&str, &str) = (r#"name="note""#, "hello");
const PHOTO: (&str, &str) =
    ("name=\"photo\"; filename=\"a.png\"\r\ncontent-type: image/png", "\u{1}\r\n--y\r\n");

const CUT_OFF: &str = "the form is malformed, or ends before its last boundary";

pub(super) fn rows() -> Vec<Row> {
    let not_a_form = "the content type is not `multipart/form-data`";
    let no_boundary = "the content type `multipart/form-data` has no valid boundary";
    let too_long = "the body is over the size limit";
    let listed = "(Some(\"note\"), None, None) 5\n\
                  (Some(\"photo\"), Some(\"a.png\"), Some(\"image/png\")) 8\n";
    let malformed = "the headers of a field are malformed";
    let named = |name: &str| (format!("name=\"{name}\""), String::from("12345"));
    let long_name = named(&"n".repeat(100));
    vec![
        send("/multipart", &[NOTE, PHOTO]).text(listed),
        send("/multipart", &[]).text(""),
        to("/multipart")
            .typed("multipart/form-data; boundary=\"x\"", form(&[NOTE, PHOTO]))
            .text(listed),
        to("/multipart")
            .typed("Multipart/Form-Data; charset=utf-8; boundary=x", form(&[NOTE, PHOTO]))
            .text(listed),
        send("/multipart", &[("name=\"é\"; filename=\"../é.txt\"", "")])
            .text("(Some(\"é\"), Some(\"../é.txt\"), None) 0\n"),
        send("/multipart", &[("filename=\"nameless\"", "x")])
            .text("(None, Some(\"nameless\"), None) 1\n"),
        // Text before and after the fields is for nobody (RFC 2046, 5.1.1).
        to("/multipart")
            .typed(TYPE, [b"preamble\r\n", &*form(&[NOTE]), b"epilogue"].concat())
            .text("(Some(\"note\"), None, None) 5\n"),
        send("/multipart/text", &[NOTE, (r#"name="b""#, "größer")]).text("hello|größer"),
        send("/multipart/text", &[("name=\"a\"\r\ncontent-type: text/plain; charset=latin1", "a")])
            .problem(415, "the field `a` is not declared as UTF-8 text"),
        to("/multipart/text")
            .typed(
                TYPE,
                *b"--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\ncaf\xe9\r\n--x--\r\n",
            )
            .problem(400, "the field `a` is not UTF-8 text"),
        send("/multipart/first", &[NOTE, PHOTO]).text(r#"b"hello""#),
        send("/multipart/first", &[]).text("none"),
        // Malformed in one way or another.
        to("/multipart").typed(TYPE, "").problem(400, CUT_OFF),
        to("/multipart").typed(TYPE, "no boundary at all").problem(400, CUT_OFF),
        to("/multipart").typed(TYPE, "--y\r\n\r\n--y--\r\n").problem(400, CUT_OFF),
        to("/multipart").typed(TYPE, "--x").problem(400, CUT_OFF),
        to("/multipart").typed(TYPE, "--x\r\n\r\nno head\r\n--x--").problem(400, CUT_OFF),
        to("/multipart").typed(TYPE, "--x\r\nno field\r\n\r\n\r\n--x--").problem(400, malformed),
        to("/multipart").typed(TYPE, "--x\r\na\0b: c\r\n\r\n\r\n--x--").problem(400, malformed),
        to("/multipart")
            .typed(TYPE, *b"--x\r\na: \xff\r\n\r\n\r\n--x--")
            .text("(None, None, None) 0\n"),
        to("/multipart")
            .typed(TYPE, format!("--x\r\na: {}", "b".repeat(100_000)))
            .problem(400, "the headers of a field are too long"),
        to("/multipart")
            .field("content-type", TYPE)
            .cut_off(500, "--x\r\ncontent-")
            .problem(400, "the body could not be read to its end"),
        // Content types.
        to("/multipart").body(form(&[NOTE])).problem(415, not_a_form),
        to("/multipart").json("{}").problem(415, not_a_form),
        to("/multipart")
            .typed("multipart/mixed; boundary=x", form(&[NOTE]))
            .problem(415, not_a_form),
        to("/multipart").typed("multipart/form-data", form(&[NOTE])).problem(400, no_boundary),
        to("/multipart")
            .typed("multipart/form-data; boundary=", form(&[NOTE]))
            .problem(400, no_boundary),
        to("/multipart")
            .typed(format!("multipart/form-data; boundary={}", "x".repeat(71)), form(&[NOTE]))
            .problem(400, no_boundary),
        to("/multipart")
            .typed(b"multipart/form-data; boundary=\xff", form(&[NOTE]))
            .problem(400, no_boundary),
        to("/multipart/perhaps").typed(TYPE, "").text("true"),
        to("/multipart/perhaps").text("false"),
        to("/multipart/perhaps").json("{}").text("false"),
        to("/multipart/perhaps").typed("multipart/form-data", "").problem(400, no_boundary),
        to("/multipart/or-why").typed(TYPE, "").text("a form"),
        to("/multipart/or-why").json("{}").text("415"),
        // Limits.
        send("/multipart/small", &[NOTE]).text("(Some(\"note\"), None, None) 5\n"),
        send("/multipart/small", &[NOTE, PHOTO]).problem(413, too_long),
        send("/multipart/limited", &[(r#"name="note""#, "1234")])
            .text("(Some(\"note\"), None, None) 4\n"),
        send("/multipart/limited", &[NOTE]).problem(413, "the field `note` is over the size limit"),
        send("/multipart/limited", &[PHOTO])
            .text("(Some(\"photo\"), Some(\"a.png\"), Some(\"image/png\")) 8\n"),
        send("/multipart/limited", &[(r#"name="photo""#, "123456789")])
            .problem(413, "the field `photo` is over the size limit"),
        send("/multipart/limited", &[(&long_name.0, &long_name.1)])
            .problem(413, "a field is over the size limit"),
        send("/multipart/limited", &[(r#"name="a""#, ""); 9]).problem(413, too_long),
    ]
}

/// A form that is cut off after each of its bytes, apart from those that may be missing at its end.
pub(super) fn sweep() -> Vec<Row> {
    let whole = form(&[NOTE, PHOTO]);
    let needed = whole.len() - "\r\n".len();
    let cut = |at: usize| to("/multipart").typed(TYPE, &whole[..at]).problem(400, CUT_OFF);
    (0..needed).map(cut).collect()
}
