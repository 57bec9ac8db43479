//! Extractors whose fields are extracted one by one.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Field, Fields, Index, Member, Result};

use super::extraction::{Extraction, Outcome};
use super::from_request::Extractor;
use super::options::Options;
use super::{Derive, arguments, error};

pub(super) fn options(field: &Field) -> Result<Options> {
    Options::parse(&field.attrs, "from_request", &["via"])
}

pub(super) fn expand(extractor: &Extractor<'_>, fields: &Fields) -> Result<TokenStream> {
    if let Some(parameter) = extractor.generics.params.first() {
        return Err(error(
            parameter,
            format_args!(
                "`#[derive({})]` of a generic struct needs a `via`",
                extractor.derive.name()
            ),
            "make it a wrapper, `struct Wrapper<T>(T)`, and write `#[from_request(via(Json))]` above \
             it, with the extractor that it is made by",
        ));
    }
    let (mut values, mut bounds) = (TokenStream::new(), TokenStream::new());
    for (index, field) in fields.iter().enumerate() {
        let is_last = index + 1 == fields.len();
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Index::from(index)),
        };
        let may_read = is_last && extractor.derive == Derive::FromRequest;
        let Extraction { call, bounds: more } = value(extractor, field, may_read)?;
        values.extend(quote!(#member: #call,));
        bounds.extend(more);
    }
    let rejection = match (&extractor.rejection, fields.is_empty()) {
        (None, true) => quote!(::core::convert::Infallible),
        _ => extractor.rejection(),
    };
    let parts = extractor.parts();
    Ok(extractor.implement_for(&rejection, &bounds, |this| {
        quote! {
            #parts
            ::core::result::Result::Ok(#this { #values })
        }
    }))
}

/// The value of a field. An `Option` is `None`, and a `Result` has the rejection, whatever the
/// extractor in it rejects the request for.
fn value(extractor: &Extractor<'_>, field: &Field, may_read: bool) -> Result<Extraction> {
    let via = options(field)?.via;
    let (inner, outcome) = match (arguments(&field.ty, "Option"), arguments(&field.ty, "Result")) {
        (Some([inner]), _) => (inner, Outcome::Kept),
        (_, Some([inner, rejection])) => (inner, Outcome::Result(rejection)),
        _ => (&field.ty, Outcome::Converted),
    };
    let rest = match outcome {
        Outcome::Converted => quote!(?),
        Outcome::Kept => quote!(.ok()),
        Outcome::Result(_) => TokenStream::new(),
    };
    let extraction = Extraction::new(extractor, may_read, via.as_ref(), inner, outcome);
    let call = &extraction.call;
    let map = via.map(|via| quote_spanned!(via.span()=> .map(|#via(__value)| __value)));
    let call = quote_spanned!(inner.span()=> #call #map #rest);
    Ok(Extraction { call, ..extraction })
}
