//! Checks of the return type.

use proc_macro::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};

use super::arguments::call;
use super::signature::Signature;
use crate::cursor::{Cursor, is};
use crate::error::{Error, Extent};
use crate::template::fill;

/// The values that a tuple may have as a response: parts, and a response.
const MOST: usize = 17;

/// Code that compiles if the return type is a response or, without `async`, a future of one.
pub(super) fn checks(signature: &Signature) -> Result<TokenStream, Error> {
    let output = Cursor::flat(signature.output.iter().cloned().collect()).take_while(|_| true);
    if output.is_empty() || is(&output[0], "!") {
        return Ok(TokenStream::new());
    }
    if !signature.is_async {
        return Ok(check("answer_in_future", &output, signature));
    }
    let Some(values) = tuple(&output) else { return Ok(check("answer", &output, signature)) };
    if values.len() > MOST {
        return Err(Error::new(
            Extent::of(&output).unwrap_or(signature.list),
            format_args!("a response is a tuple of up to {MOST} values"),
            "put some into one: a tuple of parts is a part, and a `HeaderMap` has any number of fields",
        ));
    }
    let last = values.len().saturating_sub(1);
    let checks = values.iter().enumerate().map(|(index, value)| {
        check(if index == last { "answer" } else { "answer_part" }, value, signature)
    });
    Ok(checks.collect())
}

/// A call of one of `__private`'s functions.
fn check(function: &str, ty: &[TokenTree], signature: &Signature) -> TokenStream {
    let mut opaque = Opaque::default();
    let extent = Extent::of(ty).unwrap_or(signature.list);
    let check = call(function, &opaque.replace(ty), extent);
    if opaque.parameters.is_empty() {
        return check;
    }
    // An item does not have the generic parameters of the function.
    if opaque.is_beyond || signature.is_generic || mentions_self(&signature.output) {
        return TokenStream::new();
    }
    let values = [("parameters", &opaque.parameters), ("check", &check)];
    fill("{ #[allow(dead_code)] fn check<$parameters>() { $check } }", &values)
}

/// The types of a tuple's values. A type in parentheses is not a tuple.
fn tuple(ty: &[TokenTree]) -> Option<Vec<Vec<TokenTree>>> {
    let [TokenTree::Group(group)] = ty else { return None };
    if group.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    let count = group.stream().into_iter().count();
    let mut tokens = Cursor::new(group.stream());
    let mut values = Vec::new();
    while tokens.peek().is_some() {
        values.push(tokens.take_until_comma());
    }
    // Without a comma.
    let in_parentheses = values.len() == 1 && values[0].len() == count;
    (!in_parentheses && !values.is_empty()).then_some(values)
}

fn mentions_self(tokens: &[TokenTree]) -> bool {
    tokens.iter().any(|token| match token {
        TokenTree::Group(group) => mentions_self(&group.stream().into_iter().collect::<Vec<_>>()),
        token => is(token, "Self"),
    })
}

/// Replaces each `impl Trait`, which has no name in the body, by a generic parameter with its bounds.
#[derive(Default)]
struct Opaque {
    parameters: TokenStream,
    count: usize,
    /// Whether bounds are among them that a parameter cannot have.
    is_beyond: bool,
}

impl Opaque {
    fn replace(&mut self, tokens: &[TokenTree]) -> TokenStream {
        let mut replaced = TokenStream::new();
        let mut rest = tokens;
        while let [token, after @ ..] = rest {
            rest = after;
            match token {
                TokenTree::Group(group) => {
                    let content: Vec<_> = group.stream().into_iter().collect();
                    let mut group = Group::new(group.delimiter(), self.replace(&content));
                    group.set_span(token.span());
                    replaced.extend([TokenTree::from(group)]);
                }
                token if is(token, "impl") => {
                    let bounds;
                    (bounds, rest) = rest.split_at(length_of_bounds(rest));
                    replaced.extend([self.parameter(token, bounds)]);
                }
                token => replaced.extend([token.clone()]),
            }
        }
        replaced
    }

    fn parameter(&mut self, keyword: &TokenTree, bounds: &[TokenTree]) -> TokenTree {
        self.is_beyond |= bounds.iter().any(|token| is(token, "'") || is(token, "use"));
        let bounds = self.replace(bounds);
        let name =
            format!("Impl{}", if self.count > 0 { self.count.to_string() } else { String::new() });
        self.count += 1;
        let name = TokenTree::from(Ident::new(&name, keyword.span()));
        let values = [("name", &name.clone().into()), ("bounds", &bounds)];
        self.parameters.extend(fill("$name: $bounds,", &values));
        name
    }
}

/// The number of tokens up to a comma or a `>` that closes a list around the bounds.
fn length_of_bounds(tokens: &[TokenTree]) -> usize {
    let (mut depth, mut in_arrow) = (0, false);
    let end = tokens.iter().position(|token| {
        let TokenTree::Punct(punct) = token else {
            in_arrow = false;
            return false;
        };
        let after_arrow = std::mem::replace(
            &mut in_arrow,
            punct.as_char() == '-' && punct.spacing() == Spacing::Joint,
        );
        match punct.as_char() {
            '<' => depth += 1,
            '>' if after_arrow => {}
            '>' if depth == 0 => return true,
            '>' => depth -= 1,
            ',' => return depth == 0,
            _ => {}
        }
        false
    });
    end.unwrap_or(tokens.len())
}
