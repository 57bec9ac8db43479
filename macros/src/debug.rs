//! `#[debug_handler]` and `#[debug_middleware]`: checks of a function where it is written.
//!
//! rustc checks the types, in a closure at the start of the function's body that nobody calls: there
//! the generic parameters have their meaning, and so has `Self`, which no item beside a method has.

mod arguments;
mod output;
mod signature;

use proc_macro::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::cursor::{Cursor, is};
use crate::error::{Error, Extent};
use crate::template::fill;
use signature::Signature;

/// The function that is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Handler,
    Middleware,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Handler => "a handler",
            Self::Middleware => "a middleware",
        }
    }

    fn attribute(self) -> &'static str {
        match self {
            Self::Handler => "debug_handler",
            Self::Middleware => "debug_middleware",
        }
    }
}

pub(crate) fn expand(options: TokenStream, item: TokenStream, kind: Kind) -> TokenStream {
    match checked(options, item.clone(), kind) {
        Ok(item) => item,
        Err(error) => error.report(item),
    }
}

/// The item with the checks in its body.
fn checked(options: TokenStream, item: TokenStream, kind: Kind) -> Result<TokenStream, Error> {
    let Options { state, root } = Options::parse(options, kind)?;
    let signature = Signature::parse(item.clone(), kind)?;
    let state = match state {
        Some(state) => state,
        None => arguments::inferred_state(&signature, kind)?,
    };
    let mut checks = arguments::checks(&signature, &state, kind)?;
    checks.extend(output::checks(&signature)?);
    let checks = fill(CHECKS, &[("root", &root), ("checks", &checks)]);
    Ok(with_checks(item, checks))
}

const CHECKS: &str = "
    let _ = || {
        #[allow(unused_imports)]
        use $root as __doorway;
        $checks
    };
";

/// Puts the checks at the start of the body, which is the last group of braces.
fn with_checks(item: TokenStream, checks: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    if let Some(TokenTree::Group(last)) = tokens.pop() {
        let content = match last.delimiter() {
            // A variable of `macro_rules!`.
            Delimiter::None => with_checks(last.stream(), checks),
            _ => {
                let (inner, rest) = inner_attributes(last.stream());
                [inner, checks, rest].into_iter().collect()
            }
        };
        let mut body = Group::new(last.delimiter(), content);
        body.set_span(last.span());
        tokens.push(body.into());
    }
    tokens.into_iter().collect()
}

/// Splits `#![…]`s off the start of a body.
fn inner_attributes(body: TokenStream) -> (TokenStream, TokenStream) {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let mut count = 0;
    while let [hash, bang, TokenTree::Group(_), ..] = &tokens[count..]
        && is(hash, "#")
        && is(bang, "!")
    {
        count += 3;
    }
    let (inner, rest) = tokens.split_at(count);
    (inner.iter().cloned().collect(), rest.iter().cloned().collect())
}

/// `state = Type` and `crate = path`.
struct Options {
    state: Option<TokenStream>,
    root: TokenStream,
}

impl Options {
    fn parse(options: TokenStream, kind: Kind) -> Result<Self, Error> {
        let mut tokens = Cursor::new(options);
        let (mut state, mut root) = (None, None);
        while tokens.peek().is_some() {
            let option = tokens.take_until_comma();
            let (key, value) = match option.as_slice() {
                [key, equals, value @ ..] if is(equals, "=") => (key, value),
                [key, ..] => (key, [].as_slice()),
                [] => return Err(Error::unknown_option(Span::call_site().into(), kind)),
            };
            let slot = match key.to_string().as_str() {
                "state" => &mut state,
                "crate" => &mut root,
                _ => {
                    let extent = Extent::of(&option).unwrap_or(Span::call_site().into());
                    return Err(Error::unknown_option(extent, kind));
                }
            };
            if value.is_empty() {
                return Err(Error::new(
                    key,
                    format_args!("`{key}` has no value"),
                    if key.to_string() == "state" {
                        "write the type of the router's state: `state = AppState`"
                    } else {
                        "write the name that doorway has here, without quotes: `crate = name`"
                    },
                ));
            }
            if slot.replace(value.iter().cloned().collect()).is_some() {
                return Err(Error::new(
                    key,
                    format_args!("`{key}` is there twice"),
                    "remove one of the two",
                ));
            }
        }
        Ok(Self { state, root: root.unwrap_or_else(|| fill("::doorway", &[])) })
    }
}

impl Error {
    fn unknown_option(extent: Extent, kind: Kind) -> Self {
        Self::new(
            extent,
            format_args!("`#[{}]` takes `state = Type` and `crate = path`", kind.attribute()),
            "remove this: the arguments and the return type are in the function",
        )
    }
}
