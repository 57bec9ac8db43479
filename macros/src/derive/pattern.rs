//! The pattern of a path, in pieces.

use syn::{LitStr, Result};

use super::error;

pub(super) enum Piece {
    Literal(String),
    /// The name of a parameter.
    Parameter(String),
}

/// Takes the pattern apart, by the rules of `doorway::vpath!`.
pub(super) fn parse(path: &LitStr) -> Result<Vec<Piece>> {
    let value = path.value();
    if !value.starts_with('/') {
        let help = match value.as_str() {
            "" => "write `\"/\"` for the root".to_owned(),
            value => format!("write `\"/{value}\"`"),
        };
        return Err(error(path, "a path starts with `/`", help));
    }
    if let Some(segment) = value.split('/').find(|segment| segment.starts_with([':', '*'])) {
        let (star, name) = match segment.split_at(1) {
            ("*", name) => ("*", name),
            (_, name) => ("", name),
        };
        return Err(error(
            path,
            format_args!("`{segment}` is no parameter"),
            format_args!("write `{{{star}{name}}}`"),
        ));
    }
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = value.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        literal.push_str(before);
        let (one, after) = brace.split_at(1);
        if let Some(after) = after.strip_prefix(one) {
            literal.push_str(one);
            rest = after;
            continue;
        }
        let Some((name, after)) = after.split_once('}').filter(|_| one == "{") else {
            return Err(error(
                path,
                "a brace that belongs to no parameter",
                "write a parameter as `{name}`, and a brace that is meant as such twice",
            ));
        };
        pieces
            .extend([Piece::Literal(std::mem::take(&mut literal)), parameter(path, name, after)?]);
        rest = after;
    }
    literal.push_str(rest);
    pieces.push(Piece::Literal(literal));
    pieces.retain(|piece| !matches!(piece, Piece::Literal(literal) if literal.is_empty()));
    Ok(pieces)
}

fn parameter(path: &LitStr, name: &str, after: &str) -> Result<Piece> {
    let (is_rest, name) = match name.strip_prefix('*') {
        Some(name) => (true, name),
        None => (false, name),
    };
    if name.is_empty() || name.contains(['/', '{', '*']) {
        return Err(error(
            path,
            format_args!("`{{{name}}}` is no parameter"),
            "write `{name}`, or `{*name}` for the rest of the path",
        ));
    }
    if is_rest && !after.is_empty() {
        return Err(error(
            path,
            format_args!("`{{*{name}}}` is the rest of the path, and `{after}` comes after it"),
            "put it at the end",
        ));
    }
    Ok(Piece::Parameter(name.to_owned()))
}
