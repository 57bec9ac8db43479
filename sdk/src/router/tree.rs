//! The tree of routes: matchit, which decides what matches, and which routes exclude each other.

use std::fmt;

/// Finds a route in as many steps as its path is long, however many routes there are.
#[derive(Clone, Default)]
pub(super) struct Tree(matchit::Router<usize>);

/// Why a path cannot be a route beside the others.
pub(super) enum Refusal {
    /// It is or overlaps with this one, and none goes before the other.
    Conflict(String),
    Malformed(&'static str),
}

impl Tree {
    pub(super) fn insert(&mut self, path: &str, route: usize) -> Result<(), Refusal> {
        if !path.starts_with('/') {
            return Err(Refusal::Malformed("a route starts with `/`"));
        }
        self.0.insert(path, route).map_err(|error| match error {
            matchit::InsertError::Conflict { with } => Refusal::Conflict(with),
            matchit::InsertError::InvalidParamSegment => {
                Refusal::Malformed("a segment, from one `/` to the next, has one parameter at most")
            }
            matchit::InsertError::InvalidParam => Refusal::Malformed(
                "a parameter is `{name}`; a brace that is not part of one is written twice",
            ),
            matchit::InsertError::InvalidCatchAll => {
                Refusal::Malformed("`{*name}` is the whole of the last segment")
            }
            _ => Refusal::Malformed("the router does not take it"),
        })
    }

    pub(super) fn find(&self, path: &str) -> Option<usize> {
        Some(*self.0.at(path).ok()?.value)
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
