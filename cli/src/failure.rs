//! An error in two lines: what is wrong, and how to fix it.

use std::fmt;

use anyhow::Error;

/// An error that names the way out.
#[derive(Debug)]
pub struct Failure {
    what: String,
    help: String,
}

impl Failure {
    /// An error of what is wrong, and of how to fix it.
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

/// Without the way out, which [`report`] shows on a line of its own.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Failure {}

/// An error as a command shows it.
pub fn report(error: &Error) -> String {
    let help = error.chain().find_map(|cause| cause.downcast_ref::<Failure>());
    match help {
        Some(Failure { help, .. }) => format!("error: {error:#}\nhelp: {help}"),
        None => format!("error: {error:#}"),
    }
}

/// The name that a mistyped one is nearest to, unless none is near.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = names.into_iter().map(|name| (strsim::damerau_levenshtein(typed, name), name));
    let (distance, name) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + typed.chars().count() / 4).then_some(name)
}

/// A sentence for a name that does not exist: the nearest one, or all.
pub fn suggestion(typed: &str, names: &[&str]) -> String {
    match nearest(typed, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`? There are: {}", names.join(", ")),
        None => format!("there are: {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn the_way_out_is_a_line_of_its_own_whatever_the_context() {
        let failure = Err::<(), _>(Failure::new("the port is in use", "choose another"));
        let error = failure.context("cannot serve").unwrap_err();
        assert_eq!(report(&error), "error: cannot serve: the port is in use\nhelp: choose another");
        assert_eq!(report(&anyhow::anyhow!("bad")), "error: bad");
    }

    #[test]
    fn a_name_is_near_if_few_letters_differ() {
        let names = ["hello", "api", "site", "gateway", "middleware", "own-wit"];
        assert_eq!(nearest("helo", names), Some("hello"));
        assert_eq!(nearest("middelware", names), Some("middleware"));
        assert_eq!(nearest("ap", names), Some("api"));
        assert_eq!(nearest("website", names), None);
        assert_eq!(suggestion("x", &names[..2]), "there are: hello, api");
    }
}
