//! Errors of the attributes, and the code they point at.

use std::fmt::Display;

use proc_macro::{Group, Literal, Span, TokenStream, TokenTree};

use crate::template::fill;

/// The range from one token to another. A `Span` covers one token: joining two is not stable.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) start: Span,
    pub(crate) end: Span,
}

impl Extent {
    /// The extent of `tokens`, if there are any.
    pub(crate) fn of(tokens: &[TokenTree]) -> Option<Self> {
        Some(Self { start: tokens.first()?.span(), end: tokens.last()?.span() })
    }

    /// Gives the `tokens` this extent: rustc's errors about them point here.
    pub(crate) fn cover(self, tokens: TokenStream) -> TokenStream {
        let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
        if let Some((last, others)) = tokens.split_last_mut() {
            others.iter_mut().for_each(|token| token.set_span(self.start));
            last.set_span(self.end);
        }
        tokens.into_iter().collect()
    }
}

impl From<Span> for Extent {
    fn from(span: Span) -> Self {
        Self { start: span, end: span }
    }
}

impl From<&TokenTree> for Extent {
    fn from(token: &TokenTree) -> Self {
        token.span().into()
    }
}

impl From<&Group> for Extent {
    fn from(group: &Group) -> Self {
        group.span().into()
    }
}

pub(crate) struct Error {
    extent: Extent,
    message: String,
    /// Whether the item is left out.
    instead: bool,
}

impl Error {
    /// An error with a `help` that shows the fix.
    pub(crate) fn new(
        extent: impl Into<Extent>,
        problem: impl Display,
        help: impl Display,
    ) -> Self {
        // Only nightly lets a macro attach a help, so this looks like one.
        let message = format!("{problem}\n= help: {help}");
        Self { extent: extent.into(), message, instead: false }
    }

    /// Leaves the item out, as rustc would object to it too.
    pub(crate) fn instead(self) -> Self {
        Self { instead: true, ..self }
    }

    /// The error with the `item`: without that each use of its name would be an error too.
    pub(crate) fn report(self, item: TokenStream) -> TokenStream {
        let message = TokenTree::from(Literal::string(&self.message)).into();
        let error = fill("::core::compile_error! { $message }", &[("message", &message)]);
        let item = if self.instead { TokenStream::new() } else { item };
        [item, self.extent.cover(error)].into_iter().collect()
    }
}
