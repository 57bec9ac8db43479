//! The derives. syn parses the type that they are on.

mod each_field;
mod extraction;
mod from_ref;
mod from_request;
mod options;
mod pattern;
mod typed_path;
mod via;

use std::fmt::Display;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{DeriveInput, GenericArgument, PathArguments, PathSegment, Result, Type};

/// One of the derives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    FromRef,
    FromRequest,
    FromRequestParts,
    TypedPath,
}

impl Derive {
    fn name(self) -> &'static str {
        match self {
            Self::FromRef => "FromRef",
            Self::FromRequest => "FromRequest",
            Self::FromRequestParts => "FromRequestParts",
            Self::TypedPath => "TypedPath",
        }
    }
}

pub(crate) fn expand(item: proc_macro::TokenStream, derive: Derive) -> proc_macro::TokenStream {
    let input = match syn::parse::<DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error().into(),
    };
    let expanded = match derive {
        Derive::FromRef => from_ref::expand(&input),
        Derive::FromRequest | Derive::FromRequestParts => from_request::expand(&input, derive),
        Derive::TypedPath => typed_path::expand(&input),
    };
    expanded.unwrap_or_else(|error| unexpanded(&input, derive, &error)).into()
}

/// The error, with an impl that compiles: without one each use of the type would be an error too.
fn unexpanded(input: &DeriveInput, derive: Derive, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let extractor = match derive {
        Derive::FromRef => return error,
        Derive::FromRequest => from_request::Extractor::stub(input, derive),
        Derive::FromRequestParts | Derive::TypedPath => {
            from_request::Extractor::stub(input, Derive::FromRequestParts)
        }
    };
    let rejection = quote!(::core::convert::Infallible);
    let body = quote!(::core::unreachable!());
    let implementation = extractor.implement(&rejection, &TokenStream::new(), &body);
    let typed_path = (derive == Derive::TypedPath).then(|| typed_path::stub(input));
    quote!(#error #implementation #typed_path)
}

/// An error with a `help` that shows the fix.
fn error(at: impl ToTokens, problem: impl Display, help: impl Display) -> syn::Error {
    syn::Error::new_spanned(at, format!("{problem}\n= help: {help}"))
}

/// The generic parameter for the state: a name that no type has.
fn any_state() -> Ident {
    format_ident!("__S")
}

/// The last name of a path, with its generic arguments.
fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        // A variable of `macro_rules!`.
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}

/// The arguments of a generic type, if it has that name and that many.
fn arguments<'a, const N: usize>(ty: &'a Type, name: &str) -> Option<[&'a Type; N]> {
    let segment = last_segment(ty).filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(list) = &segment.arguments else { return None };
    let types: Vec<_> = list
        .args
        .iter()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
        .collect();
    types.try_into().ok()
}

/// The fields of a struct.
fn fields_of<'a>(input: &'a DeriveInput, derive: Derive, help: &str) -> Result<&'a syn::Fields> {
    let keyword: &dyn ToTokens = match &input.data {
        syn::Data::Struct(data) => return Ok(&data.fields),
        syn::Data::Enum(data) => &data.enum_token,
        syn::Data::Union(data) => &data.union_token,
    };
    let found = keyword.to_token_stream();
    let problem = format!("`#[derive({})]` goes on a struct, not on `{found}`", derive.name());
    Err(error(found, problem, help))
}
