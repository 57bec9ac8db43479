//! Rust source as tokens with their places, and edits of it: everything that is not edited stays byte for byte.

use std::ops::Range;
use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token, or a bracket of either kind.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Bytes of the source.
    pub(super) range: Range<usize>,
    /// How many brackets are open around it. An opening bracket and its closing one have the same number.
    pub(super) depth: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ident(String),
    Punct(char),
    Literal,
    Open(char),
    Close(char),
}

impl Token {
    pub(super) fn is_ident(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Ident(found) if found == name)
    }

    pub(super) fn is_punct(&self, char: char) -> bool {
        self.kind == Kind::Punct(char)
    }

    pub(super) fn ident(&self) -> Option<&str> {
        match &self.kind {
            Kind::Ident(name) => Some(name),
            _ => None,
        }
    }
}

/// The tokens of a source.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>> {
    let stream = TokenStream::from_str(source).map_err(|error| anyhow!("not Rust: {error}"))?;
    let mut found = Vec::new();
    push(stream, 0, &mut found);
    Ok(found)
}

fn push(stream: TokenStream, depth: usize, found: &mut Vec<Token>) {
    for tree in stream {
        let range = tree.span().byte_range();
        let kind = match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::Bracket => ('[', ']'),
                    // Source text has none.
                    Delimiter::None => continue,
                };
                let range = group.span_open().byte_range();
                found.push(Token { kind: Kind::Open(open), range, depth });
                push(group.stream(), depth + 1, found);
                let range = group.span_close().byte_range();
                found.push(Token { kind: Kind::Close(close), range, depth });
                continue;
            }
            TokenTree::Ident(ident) => Kind::Ident(ident.to_string()),
            TokenTree::Punct(punct) => Kind::Punct(punct.as_char()),
            TokenTree::Literal(_) => Kind::Literal,
        };
        found.push(Token { kind, range, depth });
    }
}

/// The index of the bracket that closes the one at `open`.
pub(super) fn closing(tokens: &[Token], open: usize) -> usize {
    let depth = tokens[open].depth;
    let inside = tokens[open + 1..].iter().position(|token| token.depth == depth);
    open + 1 + inside.expect("brackets are balanced")
}

/// Whether a `::` begins at this index.
pub(super) fn is_path_separator(tokens: &[Token], at: usize) -> bool {
    let is_colon = |at: usize| tokens.get(at).is_some_and(|token| token.is_punct(':'));
    is_colon(at) && is_colon(at + 1) && tokens[at].range.end == tokens[at + 1].range.start
}

/// Replacements of parts of a source.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Whether a place is in a part that is replaced.
    pub(super) fn cover(&self, at: usize) -> bool {
        self.0.iter().any(|(range, _)| range.contains(&at))
    }

    /// The edited source. An edit inside of a larger one is lost with what it edits.
    pub(super) fn apply(mut self, source: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut edited = String::with_capacity(source.len());
        let mut at = 0;
        for (range, text) in self.0 {
            if range.start < at {
                continue;
            }
            edited.push_str(&source[at..range.start]);
            edited.push_str(&text);
            at = range.end;
        }
        edited.push_str(&source[at..]);
        edited
    }
}
