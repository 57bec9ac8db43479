//! Extractors that another one makes at once: `#[from_request(via(Json))]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Fields, GenericParam, Path, Result, Type, Variant};

use super::extraction::{Extraction, Outcome};
use super::from_request::Extractor;
use super::{Derive, each_field, error};

pub(super) fn expand(
    extractor: &Extractor<'_>,
    fields: &Fields,
    via: &Path,
) -> Result<TokenStream> {
    for field in fields {
        if let Some(inner) = each_field::options(field)?.via {
            return Err(error(
                inner,
                "a `via` of a field and one of the whole struct exclude each other",
                "remove one of the two: the struct is made of its fields, or as the content of one \
                 extractor",
            ));
        }
    }
    let content = content(extractor, fields)?;
    let may_read = extractor.derive == Derive::FromRequest;
    let extraction = |this: &Type| {
        Extraction::new(extractor, may_read, Some(via), content.unwrap_or(this), Outcome::Converted)
    };
    let parts = extractor.parts();
    let bounds = extraction(&syn::parse_quote!(Self)).bounds;
    Ok(extractor.implement_for(&extractor.rejection(), &bounds, |this| {
        let call = extraction(this).call;
        let whole = match content {
            Some(_) => quote!(Self(__value)),
            None => quote!(__value),
        };
        let call = quote_spanned!(via.span()=> #call.map(|#via(__value)| #whole));
        quote!(#parts #call)
    }))
}

/// The type parameter that a generic wrapper holds.
fn content<'a>(extractor: &Extractor<'_>, fields: &'a Fields) -> Result<Option<&'a Type>> {
    let parameters = &extractor.generics.params;
    let Some(first) = parameters.first() else { return Ok(None) };
    let field = match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first(),
        _ => None,
    };
    match (first, field) {
        (GenericParam::Type(parameter), Some(field))
            if parameters.len() == 1
                && parameter.ident == field.ty.to_token_stream().to_string() =>
        {
            Ok(Some(&field.ty))
        }
        _ => Err(error(
            parameters,
            format_args!(
                "a generic `#[derive({})]` is of a wrapper of one type",
                extractor.derive.name()
            ),
            "write `struct Wrapper<T>(T)`, or implement the trait by hand",
        )),
    }
}

/// Variants are not made by extractors: one makes the enum.
pub(super) fn refuse_on_variant(variant: &Variant) -> Result<()> {
    let fields = variant.fields.iter().flat_map(|field| &field.attrs);
    let mut attributes = variant.attrs.iter().chain(fields);
    match attributes.find(|attribute| attribute.path().is_ident("from_request")) {
        None => Ok(()),
        Some(attribute) => Err(error(
            attribute,
            "`#[from_request(…)]` goes above the enum, not into it",
            "remove this: one extractor makes the whole enum",
        )),
    }
}
