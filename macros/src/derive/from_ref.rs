//! `#[derive(FromRef)]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Index, Member, Result};

use super::options::Options;
use super::{Derive, error, fields_of};

pub(super) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let root = Options::parse(&input.attrs, "from_ref", &["crate"])?.root();
    let help = "implement `doorway::extract::FromRef` by hand for the parts of other types";
    let fields = fields_of(input, Derive::FromRef, help)?;
    if !input.generics.params.is_empty() {
        return Err(error(
            &input.generics,
            "`#[derive(FromRef)]` is of a struct that is not generic",
            "write the types that are meant, or implement `doorway::extract::FromRef` by hand",
        ));
    }
    let ident = &input.ident;
    let mut expanded = TokenStream::new();
    let mut types: Vec<String> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if Options::parse(&field.attrs, "from_ref", &["skip"])?.skip.is_some() {
            continue;
        }
        let ty = &field.ty;
        let shown = ty.to_token_stream().to_string();
        if types.contains(&shown) {
            return Err(error(
                ty,
                format_args!("`State<{shown}>` may be this field or another one of its type"),
                "write `#[from_ref(skip)]` above all of them but one, or give them types of their own",
            ));
        }
        types.push(shown);
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Index::from(index)),
        };
        let body =
            quote_spanned!(ty.span()=> <#ty as ::core::clone::Clone>::clone(&__state.#member));
        expanded.extend(quote! {
            #[automatically_derived]
            impl #root::extract::FromRef<#ident> for #ty {
                fn from_ref(__state: &#ident) -> Self {
                    #body
                }
            }
        });
    }
    Ok(expanded)
}
