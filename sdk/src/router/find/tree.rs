//! The tree of routes: matchit, which decides which routes there may be beside each other.

use std::fmt;

use crate::pattern::syntax;

#[derive(Clone, Default)]
pub(super) struct Tree {
    routes: matchit::Router<usize>,
}

/// Why a path cannot be a route beside the others.
pub(super) enum Refusal {
    /// It is or overlaps with this one, and none goes before the other.
    Conflict(String),
    Malformed(&'static str),
}

impl Tree {
    pub(super) fn insert(&mut self, path: &str, route: usize) -> Result<(), Refusal> {
        syntax::check(path).map_err(Refusal::Malformed)?;
        self.routes.insert(path, route).map_err(|error| match error {
            matchit::InsertError::Conflict { with } => Refusal::Conflict(with),
            _ => Refusal::Malformed("the router does not take it"),
        })
    }

    /// The route that a path matches, with the parameters as matchit has them.
    #[cfg(test)]
    pub(super) fn find(&self, path: &str) -> Option<(usize, Vec<(String, String)>)> {
        let found = self.routes.at(path).ok()?;
        let params = found.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Some((*found.value, params.collect()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict(with) => write!(f, "it conflicts with the route `{with}`"),
            Self::Malformed(why) => f.write_str(why),
        }
    }
}
