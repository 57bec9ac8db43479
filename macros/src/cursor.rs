//! A cursor over tokens, for the header of a function.

use std::vec;

use proc_macro::{Delimiter, Spacing, TokenStream, TokenTree};

pub(crate) struct Cursor(vec::IntoIter<TokenTree>);

impl Cursor {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        Self(tokens.into_iter().collect::<Vec<_>>().into_iter())
    }

    /// Without the invisible groups around variables of `macro_rules!`.
    pub(crate) fn flat(tokens: TokenStream) -> Self {
        let mut flat = Vec::new();
        flatten(tokens, &mut flat);
        Self(flat.into_iter())
    }

    pub(crate) fn next(&mut self) -> Option<TokenTree> {
        self.0.next()
    }

    pub(crate) fn peek(&self) -> Option<&TokenTree> {
        self.0.as_slice().first()
    }

    /// Whether the next token is this keyword, name or punctuation character.
    pub(crate) fn sees(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| is(token, text))
    }

    /// An attribute, if one is next: `#` and `[…]`.
    pub(crate) fn take_attribute(&mut self) -> Option<Vec<TokenTree>> {
        self.sees("#").then(|| self.0.by_ref().take(2).collect())
    }

    pub(crate) fn take_while(
        &mut self,
        mut holds: impl FnMut(&TokenTree) -> bool,
    ) -> Vec<TokenTree> {
        let count = self.0.as_slice().iter().take_while(|token| holds(token)).count();
        self.0.by_ref().take(count).collect()
    }

    /// `<…>`, if that is next.
    pub(crate) fn take_generics(&mut self) -> Vec<TokenTree> {
        let mut angles = Angles::default();
        let mut tokens = self.take_while(|token| angles.follow(token) > 0);
        if !tokens.is_empty() {
            tokens.extend(self.next());
        }
        tokens
    }

    /// Returns the tokens up to a comma, and skips the comma.
    pub(crate) fn take_until_comma(&mut self) -> Vec<TokenTree> {
        let mut angles = Angles::default();
        let tokens = self.take_while(|token| angles.follow(token) > 0 || !is(token, ","));
        self.next();
        tokens
    }
}

fn flatten(tokens: TokenStream, flat: &mut Vec<TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                flatten(group.stream(), flat);
            }
            token => flat.push(token),
        }
    }
}

/// Whether the token is this keyword, name or punctuation character.
pub(crate) fn is(token: &TokenTree, text: &str) -> bool {
    match token {
        TokenTree::Ident(ident) => ident.to_string() == text,
        TokenTree::Punct(punct) => text.chars().eq([punct.as_char()]),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

/// The depth in `<…>`, which is not a token group.
#[derive(Default)]
struct Angles {
    depth: usize,
    /// After the `-` of `->`.
    in_arrow: bool,
}

impl Angles {
    /// Adds a token and returns the depth after it.
    fn follow(&mut self, token: &TokenTree) -> usize {
        let in_arrow = std::mem::take(&mut self.in_arrow);
        if let TokenTree::Punct(punct) = token {
            match punct.as_char() {
                '<' => self.depth += 1,
                '>' if !in_arrow => self.depth = self.depth.saturating_sub(1),
                '-' => self.in_arrow = punct.spacing() == Spacing::Joint,
                _ => {}
            }
        }
        self.depth
    }
}
