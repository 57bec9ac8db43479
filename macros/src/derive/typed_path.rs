//! `#[derive(TypedPath)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, Field, Fields, Index, LitStr, Member, Path, Result, Type};

use super::extraction::{Extraction, Outcome};
use super::from_request::Extractor;
use super::options::Options;
use super::pattern::{self, Piece};
use super::{Derive, error, fields_of};

const OPTIONS: &[&str] = &["path", "rejection", "crate"];

pub(super) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let mut options = Options::parse(&input.attrs, "typed_path", OPTIONS)?;
    let help = "write a struct for each path";
    let fields = fields_of(input, Derive::TypedPath, help)?;
    if !input.generics.params.is_empty() || input.generics.where_clause.is_some() {
        return Err(error(
            &input.generics,
            "`#[derive(TypedPath)]` is of a struct that is not generic",
            "write the types that are meant: a path has parameters of types that are known",
        ));
    }
    let Some(path) = options.path.take() else {
        return Err(error(
            &input.ident,
            "the path is missing",
            "write it above the struct: `#[typed_path(\"/users/{id}\")]`",
        ));
    };
    let pieces = pattern::parse(&path)?;
    let members = members(&pieces, fields, &path, input)?;
    let extractor = Extractor {
        rejection: options.rejection.take(),
        root: options.root(),
        ..Extractor::stub(input, Derive::FromRequestParts)
    };
    let typed_path = typed_path(input, &extractor.root, &path);
    let display = display(input, &extractor.root, &pieces, &members);
    let extractor = match fields {
        Fields::Unit => of_unit(&extractor),
        _ => of_parameters(&extractor),
    };
    Ok(quote!(#typed_path #display #extractor))
}

/// The trait's impls for a struct with a mistake.
pub(super) fn stub(input: &DeriveInput) -> TokenStream {
    let root = Options::parse(&input.attrs, "typed_path", OPTIONS).unwrap_or_default().root();
    let path = LitStr::new("/", input.ident.span());
    let typed_path = typed_path(input, &root, &path);
    let display = display(input, &root, &[], &[]);
    quote!(#typed_path #display)
}

fn typed_path(input: &DeriveInput, root: &TokenStream, path: &LitStr) -> TokenStream {
    let ident = &input.ident;
    let (parameters, arguments, bounds) = input.generics.split_for_impl();
    let checked = quote_spanned!(path.span()=> #root::vpath!(#path));
    quote! {
        #[automatically_derived]
        impl #parameters #root::routing::TypedPath for #ident #arguments #bounds {
            const PATH: &'static str = #checked;
        }
    }
}

/// The path with the values of the fields, each percent-encoded.
fn display(
    input: &DeriveInput,
    root: &TokenStream,
    pieces: &[Piece],
    members: &[(Member, &Type)],
) -> TokenStream {
    let ident = &input.ident;
    let (parameters, arguments, bounds) = input.generics.split_for_impl();
    let write = match pieces {
        [] => quote!(::core::result::Result::Ok(())),
        [Piece::Literal(literal)] => quote!(__f.write_str(#literal)),
        pieces => {
            let piece = quote!(#root::__private::PathPiece);
            let mut members = members.iter();
            let pieces = pieces.iter().filter_map(|written| match written {
                Piece::Literal(literal) => Some(quote!(#piece::Literal(#literal))),
                Piece::Parameter(_) => {
                    let (member, ty) = members.next()?;
                    let value = quote_spanned!(ty.span()=> &self.#member);
                    Some(quote!(#piece::Value(#value)))
                }
            });
            quote!(#root::__private::write_path(__f, &[#(#pieces),*]))
        }
    };
    quote! {
        #[automatically_derived]
        impl #parameters ::core::fmt::Display for #ident #arguments #bounds {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #write
            }
        }
    }
}

/// The fields of the parameters, in the order of these.
fn members<'a>(
    pieces: &[Piece],
    fields: &'a Fields,
    path: &LitStr,
    input: &DeriveInput,
) -> Result<Vec<(Member, &'a Type)>> {
    let parameters: Vec<_> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Parameter(name) => Some(name),
            Piece::Literal(_) => None,
        })
        .collect();
    if let Fields::Named(_) = fields {
        return named(&parameters, fields, path, input);
    }
    if let Some(field) = fields.iter().nth(parameters.len()) {
        return Err(without_parameter(field, "name"));
    }
    if let Some(name) = parameters.get(fields.len()) {
        let help = match fields {
            Fields::Unit => {
                format!("give it fields, `{} {{ {name}: … }}`, or remove it here", input.ident)
            }
            _ => "add one to the tuple, or remove it here".to_owned(),
        };
        return Err(without_field(path, input, name, &help));
    }
    let members = fields.iter().enumerate();
    Ok(members.map(|(index, field)| (Member::Unnamed(Index::from(index)), &field.ty)).collect())
}

fn named<'a>(
    parameters: &[&String],
    fields: &'a Fields,
    path: &LitStr,
    input: &DeriveInput,
) -> Result<Vec<(Member, &'a Type)>> {
    let name = |field: &Field| field.ident.as_ref().map(|name| name.unraw().to_string());
    for field in fields {
        if let Some(name) = name(field)
            && !parameters.contains(&&name)
        {
            return Err(without_parameter(field, &name));
        }
    }
    let member = |parameter: &&String| {
        let field = fields.iter().find(|field| name(field).as_ref() == Some(parameter));
        match field.and_then(|field| Some((Member::Named(field.ident.clone()?), &field.ty))) {
            Some(member) => Ok(member),
            None => Err(without_field(path, input, parameter, "add it, or remove it here")),
        }
    };
    parameters.iter().map(member).collect()
}

fn without_parameter(field: &Field, name: &str) -> syn::Error {
    error(
        field,
        "the path has no parameter for this field",
        format_args!("add it to the path, `{{{name}}}`, or remove it here"),
    )
}

fn without_field(path: &LitStr, input: &DeriveInput, name: &str, help: &str) -> syn::Error {
    error(path, format_args!("`{}` has no field for `{{{name}}}`", input.ident), help)
}

/// A struct without fields is extracted if the path is its own.
fn of_unit(extractor: &Extractor<'_>) -> TokenStream {
    let root = &extractor.root;
    let (rejection, value) = match &extractor.rejection {
        Some(rejection) => {
            (quote!(#rejection), quote!(<#rejection as ::core::default::Default>::default()))
        }
        None => {
            let status = quote!(#root::http::StatusCode);
            (status.clone(), quote!(#status::NOT_FOUND))
        }
    };
    let body = quote! {
        match __parts.uri.path() == <Self as #root::routing::TypedPath>::PATH {
            true => ::core::result::Result::Ok(Self),
            false => ::core::result::Result::Err(#value),
        }
    };
    extractor.implement(&rejection, &TokenStream::new(), &body)
}

/// A struct with fields is extracted as `Path` would be.
fn of_parameters(extractor: &Extractor<'_>) -> TokenStream {
    let root = &extractor.root;
    let (rejection, outcome) = match &extractor.rejection {
        Some(rejection) => (quote!(#rejection), Outcome::Converted),
        None => (quote!(#root::extract::rejection::PathRejection), Outcome::Kept),
    };
    let via: Path = syn::parse_quote!(#root::extract::Path);
    let this = syn::parse_quote!(Self);
    let call = Extraction::new(extractor, false, Some(&via), &this, outcome).call;
    let body = quote!(#call.map(|#via(__value)| __value));
    extractor.implement(&rejection, &TokenStream::new(), &body)
}
