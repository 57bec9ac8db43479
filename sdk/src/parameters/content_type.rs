//! Content types ([RFC 9110, 8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.3)).

use super::{is_token, parameters};

/// The media type without its parameters.
pub(crate) fn essence(content_type: &[u8]) -> &[u8] {
    let end = content_type.iter().position(|byte| *byte == b';');
    content_type.get(..end.unwrap_or(content_type.len())).unwrap_or_default().trim_ascii()
}

/// Whether it has the form `type/subtype`, with any parameters.
pub(crate) fn is_media_type(content_type: &[u8]) -> bool {
    let mut halves = essence(content_type).splitn(2, |byte| *byte == b'/');
    halves.next().is_some_and(is_token) && halves.next().is_some_and(is_token)
}

/// The charset, in lower case. As browsers do
/// ([MIME Sniffing, 4.4](https://mimesniff.spec.whatwg.org/#parsing-a-mime-type)), this takes the
/// first of several and accepts a missing closing quote; it also accepts single quotes, which some
/// senders use.
pub(crate) fn charset(content_type: &[u8]) -> Option<String> {
    let named = parameters(content_type).find(|parameter| parameter.is("charset"))?;
    let name = named.value();
    let name = name.trim_matches(|char: char| char.is_ascii_whitespace() || char == '\'');
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_charset() {
        for (content_type, named) in [
            ("text/html", None),
            ("text/html; charset=utf-8", Some("utf-8")),
            ("text/html;charset=\"UTF-8\"", Some("utf-8")),
            ("text/html ;\tcharset = utf-8 ", Some("utf-8")),
            ("text/html;; ;charset='utf-8';", Some("utf-8")),
            ("text/html; a=b ;CharSet=Latin1 ; c", Some("latin1")),
            ("text/html; a=\"; charset=no\\\"; charset=no\"; charset=x", Some("x")),
            ("text/html; xcharset=no", None),
            ("text/html; charset*=UTF-8''no", None),
            ("text/html; charset", None),
            ("text/html; charset=", None),
            ("text/html; charset=\"\"; charset=x", None),
            ("text/html; charset=x; charset=y", Some("x")),
            ("text/html; charset; charset=x", Some("x")),
            ("text/html; charset=\"x", Some("x")),
            ("text/html; charset=\"x\"y", Some("x")),
            ("charset=no", None),
            ("", None),
            (";;;=;=;\"", None),
        ] {
            assert_eq!(charset(content_type.as_bytes()).as_deref(), named, "{content_type}");
        }
    }

    #[test]
    fn a_media_type_is_two_tokens() {
        for yes in ["a/b", "image/svg+xml ; a", "\ttext/plain;charset", "*/*"] {
            assert!(is_media_type(yes.as_bytes()), "{yes}");
        }
        for no in ["", "text", "/", "a/", "/b", "a/b/c", "a /b", "a/b c", "text/é", "; a/b"] {
            assert!(!is_media_type(no.as_bytes()), "{no}");
        }
    }
}
