//! Edits of what wit-bindgen writes, for what it has no option: each names a text that stands there exactly once, so that
//! another version of wit-bindgen cannot undo one in silence.

use anyhow::{Result, bail};

/// Where the only `text` in the bindings begins.
pub(super) fn find(bindings: &str, text: &str) -> Result<usize> {
    let mut found = bindings.match_indices(text);
    match (found.next(), found.count()) {
        (Some((at, _)), 0) => Ok(at),
        (None, _) => bail!("wit-bindgen no longer writes this, which is edited:\n{text}"),
        (_, more) => bail!("wit-bindgen writes this {} times, not once:\n{text}", more + 1),
    }
}

/// The bindings with the only `from` in them replaced.
pub(super) fn replace(bindings: &str, from: &str, to: &str) -> Result<String> {
    let at = find(bindings, from)?;
    Ok([&bindings[..at], to, &bindings[at + from.len()..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_made_once() {
        assert_eq!(replace("a b c", "b", "d").unwrap(), "a d c");
        let gone = replace("a c", "b", "d").unwrap_err().to_string();
        assert_eq!(gone, "wit-bindgen no longer writes this, which is edited:\nb");
        let twice = replace("a b b", "b", "d").unwrap_err().to_string();
        assert_eq!(twice, "wit-bindgen writes this 2 times, not once:\nb");
    }
}
