//! The tree of routes: matchit, which decides which routes there may be beside each other.

use std::fmt;

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
        check_syntax(path).map_err(Refusal::Malformed)?;
        self.routes.insert(path, route).map_err(|error| match error {
            matchit::InsertError::Conflict { with } => Refusal::Conflict(with),
            matchit::InsertError::InvalidParamSegment => {
                Refusal::Malformed("a segment, from one `/` to the next, has one parameter at most")
            }
            matchit::InsertError::InvalidParam => Refusal::Malformed(NOT_A_PARAMETER),
            matchit::InsertError::InvalidCatchAll => {
                Refusal::Malformed("`{*name}` is the whole of the last segment")
            }
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

const NOT_A_PARAMETER: &str =
    "a parameter is `{name}`; a brace that is not part of one is written twice";

/// The most parameters that matchit has names for; with more it panics.
const MOST_PARAMETERS: usize = 25;

/// Refuses routes that matchit would take in another sense, or only by panicking.
fn check_syntax(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') {
        return Err("a route starts with `/`");
    }
    if path.contains('?') {
        return Err("a route is a path; what follows the `?` is not routed");
    }
    let mut parameters = 0;
    let mut rest = path;
    while let Some((_, at)) = rest.find(['{', '}']).and_then(|at| rest.split_at_checked(at)) {
        if let Some(after) = at.strip_prefix("{{").or(at.strip_prefix("}}")) {
            rest = after;
            continue;
        }
        let parameter = at.strip_prefix('{').and_then(|at| at.split_once('}'));
        let (name, after) = parameter.ok_or(NOT_A_PARAMETER)?;
        if name.contains('{') {
            return Err(NOT_A_PARAMETER);
        }
        // matchit takes the two braces for an escaped one that is part of the name.
        if after.starts_with('}') {
            return Err("a `}` cannot stand right after a parameter");
        }
        parameters += 1;
        rest = after;
    }
    if parameters > MOST_PARAMETERS {
        return Err("a route has 25 parameters at most");
    }
    Ok(())
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict(with) => write!(f, "it conflicts with the route `{with}`"),
            Self::Malformed(why) => f.write_str(why),
        }
    }
}
