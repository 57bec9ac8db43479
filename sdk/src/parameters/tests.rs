//! Parameters by example; see also `properties.rs`.

use super::*;

/// Each parameter, with a question mark if it is not well-formed.
fn read(value: &[u8]) -> Vec<String> {
    let told = |parameter: Parameter<'_>| {
        let name = String::from_utf8_lossy(parameter.name);
        let mark = if parameter.is_valid { "" } else { "?" };
        format!("{name}={}{mark}", parameter.value())
    };
    parameters(value).map(told).collect()
}

#[test]
fn reads_names_and_values() {
    for (value, parameters) in [
        ("a", &[] as &[_]),
        ("a;", &[]),
        ("a; b", &[]),
        ("a; b; ;;\t; c=d", &["c=d"]),
        ("a;b=c;d=e", &["b=c", "d=e"]),
        ("a ;\tb\t=\tc ; d = e ", &["b=c", "d=e"]),
        ("a; B=C", &["B=C"]),
        ("a; b=", &["b="]),
        ("a; b=; c=\"\"", &["b=", "c="]),
        ("a; b=\"c;d=e\"; f=g", &["b=c;d=e", "f=g"]),
        ("a; b=c=d", &["b=c=d"]),
        ("a; b=[c]/d:e,f", &["b=[c]/d:e,f"]),
        ("a; b=\"c\" ;d=e", &["b=c", "d=e"]),
        ("a; b=\"é\"; c=é", &["b=é", "c=é"]),
        // Escapes.
        (r#"a; b="c\"d""#, &[r#"b=c"d"#]),
        (r#"a; b="\"; c=d"; e=f"#, &[r#"b="; c=d"#, "e=f"]),
        (r#"a; b="C:\dir\\"; c=d"#, &[r"b=C:\dir\\", "c=d"]),
        (r#"a; b="c\\\"d""#, &[r#"b=c\\"d"#]),
        (r#"a; b="C:\dir\""#, &[r"b=C:\dir\"]),
        (r"a; b=c\d", &[r"b=c\d"]),
        // Malformed.
        (r#"a; b="c"#, &["b=c?"]),
        (r#"a; b=""#, &["b=?"]),
        (r#"a; b="c\"; d=e"#, &[r#"b=c"; d=e?"#]),
        (r#"a; b="c" d=e; f=g"#, &["b=c?", "f=g"]),
        (r#"a; b="c"d="e; f"; g"#, &["b=c?", "f\"=?"]),
        ("a; b=c d; e=f", &["b=c d?", "e=f"]),
        (r#"a; b=c"; d=e"#, &["b=c\"?", "d=e"]),
        ("a; b c=d", &["b c=d?"]),
        ("a; =b; \"c\"", &["=b?", "\"c\"=?"]),
    ] {
        assert_eq!(read(value.as_bytes()), parameters, "{value}");
    }
    assert_eq!(read(b"a; b=\xff; c=\"\xc3\""), ["b=\u{fffd}", "c=\u{fffd}"]);
}

#[test]
fn extended_values_are_decoded() {
    for (value, decoded) in [
        ("UTF-8''a.txt", Some("a.txt")),
        ("utf-8'en'%e2%82%ac%20rates", Some("€ rates")),
        ("\"UTF-8''a%22b\"", Some("a\"b")),
        ("UTF-8'''a'", Some("'a'")),
        ("UTF-8''", Some("")),
        ("a.txt", None),
        ("UTF-8'a.txt", None),
        ("''a.txt", None),
        ("ISO-8859-1''%A3", None),
        ("UTF-8''%A3", None),
        ("UTF-8''%", None),
        ("UTF-8''%2", None),
        ("UTF-8''%2g", None),
        ("UTF-8''%+2", None),
        ("UTF-8''a%00b", None),
        ("UTF-8''a%0D%0Ab", None),
        ("UTF-8''%C2%85", None),
        ("", None),
    ] {
        let field = format!("a; b*={value}");
        let parameter = parameters(field.as_bytes()).next().unwrap();
        assert!(parameter.is("B*") && !parameter.is("b"));
        assert_eq!(parameter.extended_value().as_deref(), decoded, "{value}");
    }
}
