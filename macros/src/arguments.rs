//! The parser of argument lists.

use proc_macro::{Group, Spacing, TokenStream, TokenTree};

use crate::cursor::{Cursor, is};
use crate::error::{Error, Extent};

/// Refuses the `self` of a method, in any form.
pub(crate) fn refuse_self(list: &Group, noun: &str) -> Result<(), Error> {
    let mut tokens = Cursor::new(list.stream());
    while tokens.take_attribute().is_some() {}
    let first = tokens.take_until_comma();
    let (pattern, _) = split_at_colon(&first);
    match (Extent::of(pattern), pattern.last()) {
        (Some(extent), Some(this)) if is(this, "self") => Err(Error::new(
            extent,
            format_args!("{noun} takes no `self`"),
            "write a function outside of any `impl`: the host has no value to call it on",
        )),
        _ => Ok(()),
    }
}

/// The arguments of a handler or a middleware.
pub(crate) struct Arguments {
    pub(crate) types: Vec<TokenStream>,
    /// The extent of the type if there is one argument, else of the list.
    pub(crate) extent: Extent,
}

impl Arguments {
    pub(crate) fn parse(list: &Group, noun: &str) -> Result<Self, Error> {
        let mut tokens = Cursor::new(list.stream());
        let mut types = Vec::new();
        let mut extent = list.into();
        while tokens.peek().is_some() {
            while tokens.take_attribute().is_some() {}
            let argument = tokens.take_until_comma();
            let (pattern, ty) = split_at_colon(&argument);
            check(pattern, ty, noun)?;
            extent = Extent::of(ty).filter(|_| types.is_empty()).unwrap_or(list.into());
            types.push(ty.iter().cloned().collect());
        }
        Ok(Self { types, extent })
    }
}

/// `pattern: ty`; `self` and `...` have no colon and are all pattern.
pub(crate) fn split_at_colon(argument: &[TokenTree]) -> (&[TokenTree], &[TokenTree]) {
    let mut at = 0;
    while let Some(token) = argument.get(at) {
        let path = is_joint(token) && argument.get(at + 1).is_some_and(|next| is(next, ":"));
        match is(token, ":") {
            // The colons of a path, which is a part of the pattern.
            true if path => at += 2,
            true => return (&argument[..at], &argument[at + 1..]),
            false => at += 1,
        }
    }
    (argument, &[])
}

fn is_joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

fn check(pattern: &[TokenTree], ty: &[TokenTree], noun: &str) -> Result<(), Error> {
    let dots = if ty.is_empty() { pattern } else { ty };
    if dots.first().is_some_and(|token| is(token, "."))
        && let Some(extent) = Extent::of(dots)
    {
        return Err(Error::new(
            extent,
            format_args!("{noun} has a fixed number of arguments"),
            "write each with its type, such as `request: Request`",
        )
        .instead());
    }
    if let Some(ampersand) = ty.first()
        && is(ampersand, "&")
    {
        return Err(Error::new(
            ampersand,
            format_args!("{noun} owns its arguments"),
            "remove the `&`: nothing outside of the function keeps what it would borrow",
        ));
    }
    if let Some(extent) = Extent::of(ty)
        && has_impl(ty.iter().cloned().collect())
    {
        return Err(Error::new(
            extent,
            format_args!("{noun} cannot be generic"),
            "write the type that is meant in place of the `impl`",
        ));
    }
    Ok(())
}

fn has_impl(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_impl(group.stream()),
        token => is(&token, "impl"),
    })
}
