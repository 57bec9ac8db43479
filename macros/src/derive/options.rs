//! The attributes of the derives.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::meta::{self, ParseNestedMeta};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, LitStr, Path, Result, Token, Type, parenthesized};

use super::error;

/// The options in one kind of attribute.
#[derive(Default)]
pub(super) struct Options {
    pub(super) via: Option<Path>,
    pub(super) rejection: Option<Type>,
    pub(super) state: Option<Type>,
    pub(super) skip: Option<()>,
    pub(super) path: Option<LitStr>,
    root: Option<Path>,
}

impl Options {
    /// Reads the attributes of that name. `known` are the options that it has here.
    pub(super) fn parse(attributes: &[Attribute], name: &str, known: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
            options.read(attribute, name, known)?;
        }
        Ok(options)
    }

    fn read(&mut self, attribute: &Attribute, name: &str, known: &[&str]) -> Result<()> {
        attribute.parse_args_with(|input: ParseStream<'_>| {
            if known.contains(&"path") && input.peek(LitStr) {
                let path: LitStr = input.parse()?;
                if let Some(path) = self.path.replace(path) {
                    return Err(twice(&path, "the path"));
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            let others: TokenStream = input.parse()?;
            meta::parser(|meta| self.read_one(&meta, name, known)).parse2(others)
        })
    }

    fn read_one(&mut self, meta: &ParseNestedMeta<'_>, name: &str, known: &[&str]) -> Result<()> {
        let option = meta.path.to_token_stream().to_string();
        match option.as_str() {
            option if !known.contains(&option) => Err(unknown(&meta.path, name, known)),
            "via" => once(&mut self.via, in_parentheses(meta)?, meta),
            "rejection" => once(&mut self.rejection, in_parentheses(meta)?, meta),
            "state" => once(&mut self.state, in_parentheses(meta)?, meta),
            "skip" => once(&mut self.skip, (), meta),
            _ => once(&mut self.root, meta.value()?.call(Path::parse_mod_style)?, meta),
        }
    }

    /// The path to the crate doorway.
    pub(super) fn root(&self) -> TokenStream {
        match &self.root {
            Some(path) => path.to_token_stream(),
            None => quote!(::doorway),
        }
    }
}

fn in_parentheses<T: Parse>(meta: &ParseNestedMeta<'_>) -> Result<T> {
    let content;
    parenthesized!(content in meta.input);
    content.parse()
}

fn once<T>(slot: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>) -> Result<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => {
            let name = meta.path.to_token_stream();
            Err(twice(&meta.path, format_args!("`{name}`")))
        }
    }
}

fn twice(at: &dyn ToTokens, name: impl std::fmt::Display) -> syn::Error {
    error(at, format_args!("{name} is there twice"), "remove one of the two")
}

fn unknown(path: &Path, name: &str, known: &[&str]) -> syn::Error {
    let shown: Vec<_> = known
        .iter()
        .map(|option| match *option {
            "via" => "`via(Extractor)`",
            "rejection" => "`rejection(Type)`",
            "state" => "`state(Type)`",
            "crate" => "`crate = path`",
            "path" => "a path",
            _ => "`skip`",
        })
        .collect();
    let problem = match shown.as_slice() {
        [one] => format!("`#[{name}(…)]` takes {one} here"),
        [others @ .., last] => format!("`#[{name}(…)]` takes {} and {last}", others.join(", ")),
        [] => format!("`#[{name}(…)]` cannot be used here"),
    };
    error(path, problem, "remove this, or write one of these")
}
