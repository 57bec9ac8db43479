//! Checks of the arguments.

use proc_macro::{TokenStream, TokenTree};

use super::Kind;
use super::signature::Signature;
use crate::cursor::{Cursor, is};
use crate::error::{Error, Extent};
use crate::names::is_reader;
use crate::template::fill;

/// The extractors that a function takes at most.
const MOST: usize = 16;

/// The state that the arguments take, if they agree.
pub(super) fn inferred_state(signature: &Signature, kind: Kind) -> Result<TokenStream, Error> {
    let mut found: Option<TokenStream> = None;
    for ty in &signature.types {
        let Some(state) = state_of(ty) else { continue };
        match &found {
            Some(other) if other.to_string() != state.to_string() => {
                return Err(Error::new(
                    extent(ty, signature),
                    format_args!("the router's state may be `{other}`, `{state}`, or have both"),
                    format_args!("name its type: `#[{}(state = AppState)]`", kind.attribute()),
                ));
            }
            _ => found = Some(state),
        }
    }
    Ok(found.unwrap_or_else(|| fill("()", &[])))
}

/// Code that compiles if the arguments are those of a handler, or of a middleware.
pub(super) fn checks(
    signature: &Signature,
    state: &TokenStream,
    kind: Kind,
) -> Result<TokenStream, Error> {
    let mut checks = TokenStream::new();
    let mut extractors = signature.types.as_slice();
    if kind == Kind::Middleware {
        let next;
        (next, extractors) = take_next(signature)?;
        checks.extend(call("next", next, extent(next, signature)));
    }
    check_count(extractors, signature, kind)?;
    check_paths(extractors, signature)?;
    let readers = extractors.iter().filter(|ty| reads_body(ty)).count();
    for (index, ty) in extractors.iter().enumerate() {
        let is_last = index + 1 == extractors.len();
        let function = match (is_last, reads_body(ty)) {
            (true, true) if tokens(ty).last().is_some_and(|token| is(token, ">")) => {
                "body_argument"
            }
            (true, _) => "last_argument",
            (false, true) if readers > 1 => "one_of_several_readers",
            (false, true) => "reader_in_front",
            (false, false) => "head_argument",
        };
        let marker = if function == "last_argument" { ", _" } else { "" };
        let generics = fill(&format!("$ty, $state{marker}"), &[("ty", ty), ("state", state)]);
        checks.extend(call(function, &generics, extent(ty, signature)));
    }
    Ok(checks)
}

/// A call of one of `__private`'s functions. It has the extent of the type, for those of rustc's
/// messages that are not about the type alone.
pub(super) fn call(function: &str, generics: &TokenStream, extent: Extent) -> TokenStream {
    let start = fill(&format!("__doorway::__private::{function}::<"), &[]);
    let start = Extent::from(extent.start).cover(start);
    let end = Extent::from(extent.end).cover(fill(">();", &[]));
    [start, generics.clone(), end].into_iter().collect()
}

/// Splits the `Next` of a middleware off.
fn take_next(signature: &Signature) -> Result<(&TokenStream, &[TokenStream]), Error> {
    let mut nexts = signature.types.iter().filter(|ty| name(ty).as_deref() == Some("Next"));
    let (first, second) = (nexts.next(), nexts.next());
    if let Some(second) = second {
        return Err(Error::new(
            extent(second, signature),
            "a middleware takes `Next` once",
            "remove one of the two: there is one way on, which can be run once",
        ));
    }
    match (signature.types.split_last(), first) {
        (Some((last, _)), Some(next)) if !std::ptr::eq(last, next) => Err(Error::new(
            extent(next, signature),
            "`Next` is the last argument of a middleware",
            "put it after the extractors and the request",
        )),
        (Some((_, [])), Some(next)) => Err(Error::new(
            extent(next, signature),
            "a middleware takes the request in front of `Next`",
            "write `request: Request, next: Next`",
        )),
        (Some((last, others)), Some(_)) => Ok((last, others)),
        _ => Err(Error::new(
            signature.list,
            "a middleware takes `Next` as its last argument",
            "write `next: Next` at the end, and `next.run(request).await` to go on",
        )),
    }
}

fn check_count(extractors: &[TokenStream], signature: &Signature, kind: Kind) -> Result<(), Error> {
    if extractors.len() <= MOST {
        return Ok(());
    }
    let next = if kind == Kind::Middleware { " before `Next`" } else { "" };
    Err(Error::new(
        signature.list,
        format_args!("{} takes up to {MOST} arguments{next}", kind.noun()),
        "put some into one: a tuple of extractors is one, `(a, b): (A, B)`, and so is a struct with \
         `#[derive(FromRequestParts)]`",
    ))
}

fn check_paths(extractors: &[TokenStream], signature: &Signature) -> Result<(), Error> {
    let mut paths = extractors.iter().filter(|ty| name(ty).as_deref() == Some("Path"));
    match (paths.next(), paths.next()) {
        (Some(_), Some(second)) => Err(Error::new(
            extent(second, signature),
            "each `Path` takes all parameters of the path",
            "take them together: `Path<(A, B)>`, or `Path` of a struct with a field for each",
        )),
        _ => Ok(()),
    }
}

fn reads_body(ty: &TokenStream) -> bool {
    name(ty).is_some_and(|name| is_reader(&name))
}

fn extent(ty: &TokenStream, signature: &Signature) -> Extent {
    Extent::of(&tokens(ty)).unwrap_or(signature.list)
}

fn tokens(ty: &TokenStream) -> Vec<TokenTree> {
    Cursor::flat(ty.clone()).take_while(|_| true)
}

/// The last name of a path, before its generic arguments.
fn name(ty: &TokenStream) -> Option<String> {
    let tokens = tokens(ty);
    let generics = tokens.iter().position(|token| is(token, "<")).unwrap_or(tokens.len());
    match tokens[..generics].last() {
        // Not the `dyn` type of a trait, nor a macro.
        Some(TokenTree::Ident(name)) if tokens[..generics].iter().all(is_of_path) => {
            Some(name.to_string())
        }
        _ => None,
    }
}

fn is_of_path(token: &TokenTree) -> bool {
    is(token, ":") || matches!(token, TokenTree::Ident(_)) && !is(token, "dyn")
}

/// The `T` of a `State<T>`.
fn state_of(ty: &TokenStream) -> Option<TokenStream> {
    if name(ty).as_deref() != Some("State") {
        return None;
    }
    let mut tokens = tokens(ty);
    tokens.pop_if(|token| is(token, ">"))?;
    let start = tokens.iter().position(|token| is(token, "<"))? + 1;
    let mut inner = Cursor::new(tokens.split_off(start).into_iter().collect());
    Some(inner.take_until_comma().into_iter().collect())
}
