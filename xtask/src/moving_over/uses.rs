//! `use` items: each is taken apart into the names that it imports, and put together from what becomes of these.

use super::tokens::{Kind, Token, is_path_separator};

/// One imported name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// `["axum", "routing", "get"]`; `self` and `*` are segments.
    pub(super) path: Vec<String>,
    pub(super) alias: Option<String>,
}

/// A `use` item, and where its tree stands among the tokens: from after `use` to the `;`.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) imports: Vec<Import>,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Every `use` item of a source.
pub(super) fn items(tokens: &[Token]) -> Vec<Use> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        // `impl Trait + use<'a>` is not an import.
        let is_item =
            token.is_ident("use") && tokens.get(at + 1).is_some_and(|next| !next.is_punct('<'));
        if !is_item {
            continue;
        }
        let mut reader = Reader { tokens, at: at + 1, imports: Vec::new() };
        if reader.tree(&[]).is_some() && reader.next_is(';') {
            found.push(Use { imports: reader.imports, from: at + 1, to: reader.at });
        }
    }
    found
}

/// The tree of a `use` item that imports all of these.
pub(super) fn tree(imports: &[Import]) -> String {
    let names: Vec<String> = imports.iter().map(name).collect();
    match &names[..] {
        [one] => one.clone(),
        _ => format!("{{{}}}", names.join(", ")),
    }
}

fn name(import: &Import) -> String {
    let path = import.path.join("::");
    let alias = import.alias.as_ref().map(|alias| format!(" as {alias}")).unwrap_or_default();
    match path.strip_suffix("::self") {
        Some(module) => format!("{module}::{{self{alias}}}"),
        None => format!("{path}{alias}"),
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    imports: Vec<Import>,
}

impl Reader<'_> {
    fn next_is(&self, char: char) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.is_punct(char))
    }

    /// Reads one tree: `a::b`, `a::{…}`, `a::*`, `a as b`.
    fn tree(&mut self, prefix: &[String]) -> Option<()> {
        let mut path = prefix.to_vec();
        if is_path_separator(self.tokens, self.at) {
            self.at += 2;
        }
        loop {
            match &self.tokens.get(self.at)?.kind {
                Kind::Ident(name) => {
                    path.push(name.clone());
                    self.at += 1;
                }
                Kind::Punct('*') => {
                    path.push("*".to_owned());
                    self.at += 1;
                }
                Kind::Open('{') => return self.group(&path),
                _ => return None,
            }
            if !is_path_separator(self.tokens, self.at) {
                break;
            }
            self.at += 2;
        }
        let mut alias = None;
        if self.tokens.get(self.at)?.is_ident("as") {
            alias = Some(self.tokens.get(self.at + 1)?.ident()?.to_owned());
            self.at += 2;
        }
        self.imports.push(Import { path, alias });
        Some(())
    }

    fn group(&mut self, path: &[String]) -> Option<()> {
        self.at += 1;
        while self.tokens.get(self.at)?.kind != Kind::Close('}') {
            self.tree(path)?;
            if self.next_is(',') {
                self.at += 1;
            }
        }
        self.at += 1;
        Some(())
    }
}
