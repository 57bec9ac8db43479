//! The field `forwarded` ([RFC 7239, 4](https://www.rfc-editor.org/rfc/rfc7239#section-4)).

use super::{Parameter, Parameters, split};

/// A field that is not well-formed: readers disagree about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Returns a parameter of the first element in the lines of the field: that of the proxy which is the
/// nearest to the client.
///
/// A value that is not quoted need not be a token, as many senders quote too little. The elements
/// behind the first are not looked at.
pub(crate) fn of_first<'a>(
    lines: impl IntoIterator<Item = &'a [u8]>,
    name: &str,
) -> Result<Option<String>, Malformed> {
    match lines.into_iter().find_map(first_element) {
        Some(element) => of_element(element, name),
        None => Ok(None),
    }
}

/// Returns the first element of a list that is not empty
/// ([RFC 9110, 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1)).
fn first_element(mut list: &[u8]) -> Option<&[u8]> {
    loop {
        let (mut is_quoted, mut is_escaped) = (false, false);
        let (element, rest) = split(list, |byte| {
            let is_end = *byte == b',' && !is_quoted;
            is_quoted ^= *byte == b'"' && !is_escaped;
            is_escaped = is_quoted && *byte == b'\\' && !is_escaped;
            is_end
        });
        if !element.trim_ascii().is_empty() {
            return Some(element);
        }
        list = rest.strip_prefix(b",")?;
    }
}

fn of_element(element: &[u8], name: &str) -> Result<Option<String>, Malformed> {
    if !element.is_ascii() {
        return Err(Malformed);
    }
    let mut found = None;
    let mut parameters = Parameters { rest: element };
    while let Some((key, value)) = parameters.name() {
        let parameter = parameters.value(key, value.ok_or(Malformed)?);
        let value = unescaped(&parameter).filter(|_| parameter.is_valid).ok_or(Malformed)?;
        // RFC 7239, 4: none occurs twice.
        if parameter.is(name) && found.replace(value).is_some() {
            return Err(Malformed);
        }
    }
    Ok(found)
}

/// Returns the value with every escape of a quoted string resolved, which no browser sends; `None` if
/// it is missing or ends within an escape.
fn unescaped(parameter: &Parameter<'_>) -> Option<String> {
    if !parameter.is_quoted && parameter.value.is_empty() {
        return None;
    }
    let mut value = String::new();
    let mut bytes = parameter.value.iter();
    while let Some(byte) = bytes.next() {
        let is_escape = parameter.is_quoted && *byte == b'\\';
        value.push(char::from(if is_escape { *bytes.next()? } else { *byte }));
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_decides() {
        for (field, host) in [
            ("host=a.test", Ok(Some("a.test"))),
            ("for=\"[2001:db8::1]:47\";Host=\"a.test:80\"; proto=http", Ok(Some("a.test:80"))),
            ("for=\"a,b\";host=real, host=other", Ok(Some("real"))),
            ("for=\"a;host=no\"; host=real", Ok(Some("real"))),
            ("for=\"\\\",host=no,\\\\\";host=\"r\\e\\\"al\"", Ok(Some("re\"al"))),
            (";;, host=a", Ok(None)),
            (",\t, host=a:80;;, host=b", Ok(Some("a:80"))),
            ("host=a, host=\"", Ok(Some("a"))),
            ("host=\"\"", Ok(Some(""))),
            ("for=a, host=b", Ok(None)),
            ("", Ok(None)),
            ("host", Err(Malformed)),
            ("host=", Err(Malformed)),
            ("host=a;for", Err(Malformed)),
            ("host=a;host=b", Err(Malformed)),
            ("host=a b", Err(Malformed)),
            ("host=a\"b,c\"", Err(Malformed)),
            ("host=\"a\"b", Err(Malformed)),
            ("host=\"a", Err(Malformed)),
            ("host=\"a\\\"", Err(Malformed)),
            ("for=\"a\\\", host=b", Err(Malformed)),
            ("host=a;\"x\"=b", Err(Malformed)),
            ("for=\"é\";host=a", Err(Malformed)),
        ] {
            let found = of_first([field.as_bytes()], "host");
            assert_eq!(found, host.map(|host| host.map(str::to_owned)), "{field}");
        }
        let lines = [" ".as_bytes(), b"host=a", b"host=b"];
        assert_eq!(of_first(lines, "host"), Ok(Some("a".to_owned())));
    }
}
