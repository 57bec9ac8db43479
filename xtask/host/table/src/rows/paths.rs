//! The parameters of paths.

use crate::row::{Row, get as to};

pub(super) fn rows() -> Vec<Row> {
    let escape = "a `%` is not followed by two hexadecimal digits in path parameter";
    vec![
        to("/path/text/plain").text("plain"),
        to("/path/text/a%20b%2Fc%3F?d").text("a b/c?"),
        to("/path/text/%C3%A9%F0%9F%9A%AA").text("é🚪"),
        // A plus is a plus in a path.
        to("/path/text/a+b").text("a+b"),
        to("/path/text/..").text(".."),
        to("/path/text/%2e%2e%2f").text("../"),
        to("/path/text/%00").text("\0"),
        to("/path/text/").bare_problem(404),
        to("/path/text/a/b").bare_problem(404),
        to("/path/text/%ff").problem(400, "invalid UTF-8 in path parameter `text`"),
        to("/path/text/%C3").problem(400, "invalid UTF-8 in path parameter `text`"),
        to("/path/text/%ED%A0%80").problem(400, "invalid UTF-8 in path parameter `text`"),
        to("/path/text/%zz").problem(400, format!("{escape} `text`")),
        to("/path/text/100%").problem(400, format!("{escape} `text`")),
        to("/path/text/%2").problem(400, format!("{escape} `text`")),
        to(format!("/path/text/{}", "x".repeat(8192))).text("x".repeat(8192)),
        to(format!("/path/text/{}", "%20".repeat(2700))).text(" ".repeat(2700)),
        to("/path/number/7").text("7"),
        to("/path/number/%37").text("7"),
        to("/path/number/4294967295").text("4294967295"),
        to("/path/number/4294967296")
            .problem(400, "path parameter `id`: cannot parse `4294967296` to a `u32`"),
        to("/path/number/-1").problem(400, "path parameter `id`: cannot parse `-1` to a `u32`"),
        to("/path/number/x").problem(400, "path parameter `id`: cannot parse `x` to a `u32`"),
        // The client's own text is quoted in JSON, whatever it is.
        to("/path/number/%22%0A%5C")
            .problem(400, "path parameter `id`: cannot parse `\"\n\\` to a `u32`"),
        to(format!("/path/number/{}", "9".repeat(5000))).problem(
            400,
            format!("path parameter `id`: cannot parse `{}` to a `u32`", "9".repeat(5000)),
        ),
        to("/path/number/%ff").problem(400, "invalid UTF-8 in path parameter `id`"),
        to("/path/small/-128").text("-128"),
        to("/path/float/-1.5e3").text("-1500.0"),
        to("/path/float/1e999").text("inf"),
        to("/path/float/one").problem(400, "path parameter `x`: cannot parse `one` to a `f64`"),
        to("/path/flag/true").text("true"),
        to("/path/flag/1").problem(400, "path parameter `flag`: cannot parse `1` to a `bool`"),
        to("/path/char/%C3%A9").text("é"),
        to("/path/char/ab").problem(400, "path parameter `char`: cannot parse `ab` to a `char`"),
        to("/path/planet/mars").text("Mars"),
        to("/path/planet/earth").text("Earth"),
        to("/path/planet/pluto").problem(
            400,
            "path parameter `planet` cannot be `pluto`: unknown variant `pluto`, expected `earth` \
             or `mars`",
        ),
        to("/path/two/7/a%20b").text("7 a b"),
        to("/path/two/a/7").problem(400, "path parameter `id`: cannot parse `a` to a `u32`"),
        to("/path/two/7/%zz").problem(400, format!("{escape} `post`")),
        to("/path/named/7/a%20b").text("7 a b"),
        to("/path/named/a/b").problem(400, "path parameter `id`: cannot parse `a` to a `u32`"),
        to("/path/list/1/2/18446744073709551615").text("18446744073709551618"),
        to("/path/list/1/b/3").problem(400, "path parameter `b`: cannot parse `b` to a `u64`"),
        to("/path/map/1/%32").text(r#"{"a": "1", "b": "2"}"#),
        to("/path/pairs/1/2").text(r#"[("b", "1"), ("a", "2")]"#),
        to("/path/raw/%31/2/%33//4").text("a=1;b=2/3//4;"),
        to("/path/raw/1/%ff").problem(400, "invalid UTF-8 in path parameter `b`"),
        to("/path/rest/a/b%2Fc/").text("a/b/c/"),
        to("/path/rest/").bare_problem(404),
        to("/path/file/a.b.json").text("a.b"),
        to("/path/file/.json").bare_problem(404),
        to("/path/file/a.txt").bare_problem(404),
        to("/path/perhaps/7").text("7"),
        to("/path/perhaps").text("none"),
        to("/path/perhaps/x").problem(400, "path parameter `id`: cannot parse `x` to a `u32`"),
        to("/path/or-why/7").text("7"),
        to("/path/or-why/x").text("400 path parameter `id`: cannot parse `x` to a `u32`"),
        // A bug of the program is not told to its clients.
        to("/path/bug/number/1/2").bare_problem(500),
        to("/path/bug/count/1/2").bare_problem(500),
        to("/path/bug/named/1").bare_problem(500),
        to("/path/bug/type/1").bare_problem(500),
    ]
}
