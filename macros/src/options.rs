//! The options of the attributes.

use proc_macro::{Span, TokenStream, TokenTree};

use crate::attribute::Attribute;
use crate::cursor::{Cursor, is};
use crate::error::{Error, Extent};
use crate::template::fill;

/// The path to the crate doorway: the `path` of `crate = path`, or `::doorway`.
pub(crate) fn parse_root(options: TokenStream, attribute: Attribute) -> Result<TokenStream, Error> {
    let options = Cursor::new(options).take_while(|_| true);
    match options.as_slice() {
        [] => Ok(fill("::doorway", &[])),
        [key, equals, path @ ..] if is(key, "crate") && is(equals, "=") => {
            if is_path(path) {
                return Ok(path.iter().cloned().collect());
            }
            Err(Error::new(
                Extent::of(path).unwrap_or(equals.into()),
                "`crate` takes a path",
                "write the name that doorway has here, without quotes: `crate = name`",
            ))
        }
        all => Err(Error::new(
            Extent::of(all).unwrap_or(Span::call_site().into()),
            format_args!("`#[{}]` takes nothing but `crate = path`", attribute.name()),
            "remove this: arguments and the return type describe the handler",
        )),
    }
}

/// A rough check: wrong colons are found when the path is used.
fn is_path(tokens: &[TokenTree]) -> bool {
    matches!(tokens.last(), Some(TokenTree::Ident(_)))
        && tokens.iter().all(|token| is(token, ":") || matches!(token, TokenTree::Ident(_)))
}
