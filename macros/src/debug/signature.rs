//! The header of a function that is checked.

use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use super::Kind;
use crate::arguments::{Arguments, split_at_colon};
use crate::cursor::{Cursor, is};
use crate::error::{Error, Extent};
use crate::header::{check_qualifiers, is_qualifier, skip_attributes, skip_visibility};

pub(crate) struct Signature {
    pub(super) is_generic: bool,
    pub(super) is_async: bool,
    /// The types of the arguments; that of a `self` is `Self`, or its own.
    pub(super) types: Vec<TokenStream>,
    /// The extent of the argument list.
    pub(super) list: Extent,
    /// The return type, without the arrow.
    pub(super) output: Vec<TokenTree>,
}

impl Signature {
    pub(super) fn parse(item: TokenStream, kind: Kind) -> Result<Self, Error> {
        let mut tokens = Cursor::flat(item);
        skip_attributes(&mut tokens);
        skip_visibility(&mut tokens);
        let qualifiers = tokens.take_while(is_qualifier);
        let keyword = tokens.next();
        let (Some(keyword), Some(TokenTree::Ident(name))) =
            (keyword.clone().filter(|token| is(token, "fn")), tokens.next())
        else {
            return Err(not_a_function(kind, keyword.as_ref().or(qualifiers.first())));
        };
        let noun = kind.noun();
        check_qualifiers(&qualifiers, noun)?;
        let is_generic = !tokens.take_generics().is_empty();
        let Some(TokenTree::Group(list)) = tokens.next() else {
            return Err(not_a_function(kind, Some(&keyword)));
        };
        let output = parse_output(&mut tokens, noun)?;
        let is_async = !qualifiers.is_empty();
        if !is_async && output.is_empty() {
            return Err(Error::new(
                &keyword,
                format_args!("{noun} is an `async fn`"),
                format_args!("write `async fn {name}`"),
            ));
        }
        let types = parse_arguments(&list, &name, noun)?;
        Ok(Self { is_generic, is_async, types, list: (&list).into(), output })
    }
}

fn parse_arguments(list: &Group, name: &Ident, noun: &str) -> Result<Vec<TokenStream>, Error> {
    let mut tokens = Cursor::new(list.stream());
    while tokens.take_attribute().is_some() {}
    let first = tokens.take_until_comma();
    let (pattern, ty) = split_at_colon(&first);
    let Some(this) = pattern.last().filter(|last| is(last, "self")) else {
        return Ok(Arguments::parse(list, noun)?.types);
    };
    let borrowed = if ty.is_empty() { pattern } else { ty };
    if borrowed.first().is_some_and(|token| is(token, "&")) {
        return Err(Error::new(
            Extent::of(borrowed).unwrap_or(this.into()),
            format_args!("{noun} owns its arguments"),
            format_args!(
                "take `self`, whose type then has to be an extractor, or `State`: nothing outside of \
                 `{name}` keeps what it would borrow"
            ),
        ));
    }
    let this = match ty {
        [] => TokenTree::from(Ident::new("Self", this.span())).into(),
        ty => ty.iter().cloned().collect(),
    };
    let mut rest =
        Group::new(Delimiter::Parenthesis, tokens.take_while(|_| true).into_iter().collect());
    rest.set_span(list.span());
    let rest = Arguments::parse(&rest, noun)?.types;
    Ok([this].into_iter().chain(rest).collect())
}

/// The return type, without a `where` clause after it.
fn parse_output(tokens: &mut Cursor, noun: &str) -> Result<Vec<TokenTree>, Error> {
    let mut rest = tokens.take_while(|_| true);
    match rest.pop() {
        Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {}
        end => {
            return Err(Error::new(
                end.as_ref().map_or(Span::call_site().into(), Extent::from),
                format_args!("{noun} needs a body"),
                "put the attribute on the function with the body",
            ));
        }
    }
    let end = rest.iter().position(|token| is(token, "where")).unwrap_or(rest.len());
    rest.truncate(end);
    Ok(rest.split_off(rest.len().min(2)))
}

fn not_a_function(kind: Kind, found: Option<&TokenTree>) -> Error {
    Error::new(
        found.map_or(Span::call_site().into(), Extent::from),
        format_args!(
            "`#[{}]` goes on a function, not on {}",
            kind.attribute(),
            found.map_or_else(|| "nothing".to_owned(), |token| format!("`{token}`")),
        ),
        format_args!(
            "write it on {} that a router takes",
            match kind {
                Kind::Handler => "an `async fn`",
                Kind::Middleware => "an `async fn`, with `Next` as its last argument,",
            }
        ),
    )
}
