//! The changes that moving over allows, made to a source mechanically:
//!
//! 1. `axum::`, `axum_core::`, `axum_extra::` and `axum_macros::` become `doorway::`, and `reqwest::` becomes `doorway::client::`, in
//!    `use` lines and in paths, whatever follows.
//! 2. `http::request::Parts`, however it is imported, becomes doorway's, if the source has `FromRequestParts` or
//!    `RequestPartsExt` in it.
//! 3. The derives of axum_macros come from `doorway::extract`, as axum has them there, too.
//! 4. With `--tower-request`, `axum::extract::Request` becomes `doorway::tower::Request`, which is http's, if the source names a
//!    crate of tower and implements no `FromRequest`.
//! 5. `main` is replaced: see `main_function.rs`.

use anyhow::Result;

use super::main_function;
use super::tokens::{Edits, Token, is_path_separator, tokens};
use super::uses::{self, Import};

/// The crates that are replaced, by these paths.
const CRATES: &[(&str, &[&str])] = &[
    ("axum", &["doorway"]),
    ("axum_core", &["doorway"]),
    ("axum_extra", &["doorway"]),
    ("axum_macros", &["doorway"]),
    ("reqwest", &["doorway", "client"]),
];

/// http's name for a request's head, and ours.
const THEIR_PARTS: [&str; 3] = ["http", "request", "Parts"];
const OUR_PARTS: [&str; 3] = ["doorway", "request", "Parts"];

/// axum's name for http's request, and ours.
const THEIR_REQUEST: [&str; 3] = ["axum", "extract", "Request"];
const TOWER_REQUEST: [&str; 3] = ["doorway", "tower", "Request"];

/// The crates that take http's request.
const TOWER: [&str; 4] = ["tower", "tower_http", "tower_layer", "tower_service"];

/// Names that stand elsewhere in the crate that they come from than in axum, after whose modules ours are.
const ELSEWHERE: &[(&[&str], &[&str])] = &[
    (&["axum_macros", "FromRef"], &["doorway", "extract", "FromRef"]),
    (&["axum_macros", "FromRequest"], &["doorway", "extract", "FromRequest"]),
    (&["axum_macros", "FromRequestParts"], &["doorway", "extract", "FromRequestParts"]),
];

/// Traits whose implementations name the head of a request.
const OF_PARTS: [&str; 3] = ["FromRequestParts", "OptionalFromRequestParts", "RequestPartsExt"];

/// A source as it is for doorway.
pub(super) struct Moved {
    pub(super) source: String,
    /// Whether there is no `main` that there was.
    pub(super) without_main: bool,
}

/// Makes the changes.
pub(super) fn rewrite(source: &str, tower_request: bool) -> Result<Moved> {
    let tokens = tokens(source)?;
    let names =
        |names: &[&str]| tokens.iter().any(|token| names.iter().any(|name| token.is_ident(name)));
    let has_parts = names(&OF_PARTS);
    // `impl FromRequest<S> for …`, not the derive.
    let implements = tokens.windows(2).any(|pair| {
        pair[0].is_ident("FromRequest") && (pair[1].is_punct('<') || pair[1].is_ident("for"))
    });
    let is_for_tower = tower_request && names(&TOWER) && !implements;
    let mut edits = Edits::default();
    let without_main = main_function::replace(source, &tokens, &mut edits);
    let uses = uses::items(&tokens);
    let is_in_use = |at: usize| uses.iter().any(|item| (item.from..item.to).contains(&at));
    // Only the replaced `main` used it, if nothing else does.
    let has_listener = tokens.iter().enumerate().any(|(at, token)| {
        token.is_ident("TcpListener") && !is_in_use(at) && !edits.cover(token.range.start)
    });
    for item in &uses {
        let mut imports: Vec<Import> =
            item.imports.iter().map(|import| moved(import, has_parts, is_for_tower)).collect();
        imports.retain(|import| has_listener || import.path != ["tokio", "net", "TcpListener"]);
        if imports != item.imports {
            let range = tokens[item.from].range.start..tokens[item.to].range.start;
            edits.replace(range, uses::tree(&imports));
        }
    }
    for (at, token) in tokens.iter().enumerate().filter(|(at, _)| !is_in_use(*at)) {
        let ours = token.ident().and_then(ours);
        if is_root(&tokens, at) {
            replace_path(&tokens, at, ours, has_parts, &mut edits);
        } else if let Some(ours) = ours
            && at > 1
            && tokens[at - 2].is_ident("extern")
        {
            edits.replace(token.range.clone(), ours[0]);
        }
    }
    Ok(Moved { source: edits.apply(source), without_main })
}

/// The path that a crate is replaced by.
fn ours(crate_name: &str) -> Option<&'static [&'static str]> {
    CRATES.iter().find(|(name, _)| *name == crate_name).map(|(_, ours)| *ours)
}

/// Replaces the path that begins at an index.
fn replace_path(
    tokens: &[Token],
    at: usize,
    ours: Option<&[&str]>,
    has_parts: bool,
    edits: &mut Edits,
) {
    let path = path(tokens, at);
    let inner = usize::from(ours.is_some()).min(path.len());
    let names = path[inner..].iter().map(|(name, _)| *name);
    let start = tokens[at].range.start;
    if has_parts && names.eq(THEIR_PARTS) {
        let end = tokens[path[path.len() - 1].1].range.end;
        edits.replace(start..end, OUR_PARTS.join("::"));
    } else if let Some(ours) = ours {
        edits.replace(tokens[at].range.clone(), ours.join("::"));
    }
}

/// An import as it is for doorway.
fn moved(import: &Import, has_parts: bool, is_for_tower: bool) -> Import {
    let mut path = import.path.clone();
    let Some(first) = path.first() else { return import.clone() };
    let ours = ours(first);
    let inner = usize::from(ours.is_some());
    if has_parts && path[inner..].iter().eq(THEIR_PARTS.iter()) {
        path = OUR_PARTS.map(str::to_owned).to_vec();
    } else if is_for_tower && path.iter().eq(&THEIR_REQUEST) {
        path = TOWER_REQUEST.map(str::to_owned).to_vec();
    } else if let Some((_, ours)) = ELSEWHERE.iter().find(|(theirs, _)| path.iter().eq(*theirs)) {
        path = ours.iter().map(|&part| part.to_owned()).collect();
    } else if let Some(ours) = ours {
        path.splice(..1, ours.iter().map(|&part| part.to_owned()));
    }
    Import { path, alias: import.alias.clone() }
}

/// Whether the identifier at this index begins a path of several segments.
fn is_root(tokens: &[Token], at: usize) -> bool {
    let is_first = at < 2 || !is_path_separator(tokens, at - 2) || {
        // `::axum::…` begins with the separator.
        at < 3 || tokens[at - 3].ident().is_none() && !tokens[at - 3].is_punct('>')
    };
    let is_field = at > 0 && tokens[at - 1].is_punct('.');
    is_first && !is_field && is_path_separator(tokens, at + 1)
}

/// The segments of the path that begins at an index, with the indices of their tokens.
fn path(tokens: &[Token], mut at: usize) -> Vec<(&str, usize)> {
    let mut path = Vec::new();
    while let Some(name) = tokens.get(at).and_then(Token::ident) {
        path.push((name, at));
        if !is_path_separator(tokens, at + 1) {
            break;
        }
        at += 3;
    }
    path
}

#[cfg(test)]
mod tests;
