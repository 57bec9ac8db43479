//! The parser of `UPSTREAMS`.

use std::collections::BTreeMap;

/// URLs of services, by name.
pub(crate) type Upstreams = BTreeMap<String, String>;

/// Parses `name=http://host:port` entries, separated by white space.
pub(crate) fn parse(text: &str) -> Result<Upstreams, String> {
    let mut upstreams = Upstreams::new();
    for entry in text.split_whitespace() {
        let Some((name, url)) = entry.split_once('=') else {
            return Err(format!("`{entry}` must be like `name=http://host:port`"));
        };
        // It becomes the first segment of paths.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_plain) {
            return Err(format!("`{name}` is not a valid name: use letters, digits, `-` and `_`"));
        }
        if upstreams.insert(name.to_owned(), url.to_owned()).is_some() {
            return Err(format!("`{name}` is repeated"));
        }
    }
    if upstreams.is_empty() {
        return Err("it is empty: write `name=http://host:port`".to_owned());
    }
    Ok(upstreams)
}
