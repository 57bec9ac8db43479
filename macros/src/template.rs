//! Templates of generated code: a `quote!` without a dependency.

use proc_macro::{Group, TokenStream, TokenTree};

/// The tokens of `template` with each `$name` replaced by the tokens of that name.
pub(crate) fn fill(template: &str, values: &[(&str, &TokenStream)]) -> TokenStream {
    fill_tokens(template.parse().expect("templates are written in the syntax of Rust"), values)
}

fn fill_tokens(template: TokenStream, values: &[(&str, &TokenStream)]) -> TokenStream {
    let mut filled = TokenStream::new();
    let mut tokens = template.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let content = fill_tokens(group.stream(), values);
                filled.extend([TokenTree::from(Group::new(group.delimiter(), content))]);
            }
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => {
                let name = tokens.next().map(|name| name.to_string()).unwrap_or_default();
                let value = values.iter().find(|(known, _)| *known == name);
                filled.extend(value.expect("each `$name` has its value").1.clone());
            }
            token => filled.extend([token]),
        }
    }
    filled
}
