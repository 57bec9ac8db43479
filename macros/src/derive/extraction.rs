//! How a value is extracted, and the bounds that this needs where the state may be of any type.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, Type};

use super::from_request::Extractor;
use super::{Derive, last_segment};
use crate::names::{is_of_head, is_reader};

/// The end of a rejection.
#[derive(Clone, Copy)]
pub(super) enum Outcome<'a> {
    Converted,
    Kept,
    /// Kept, and of this type.
    Result(&'a Type),
}

pub(super) struct Extraction {
    /// A `Result`, of a value or its extractor.
    pub(super) call: TokenStream,
    pub(super) bounds: TokenStream,
}

impl Extraction {
    /// Extracts a value, or the extractor of it, from `__parts` or, if it may read the body,
    /// `__request`.
    ///
    /// The call's parts have the extent of the type, or of the extractor: rustc reports an error once
    /// for each place.
    pub(super) fn new(
        extractor: &Extractor<'_>,
        may_read: bool,
        via: Option<&Path>,
        ty: &Type,
        outcome: Outcome<'_>,
    ) -> Self {
        let (start, end) = via.map_or_else(|| ends(ty), ends);
        let name = via.and_then(|via| via.segments.last()).or(last_segment(ty));
        let name = name.map(|name| name.ident.to_string()).unwrap_or_default();
        let ty = match via {
            Some(via) => quote_spanned!(end=> #via<#ty>),
            None => ty.to_token_stream(),
        };
        let reads = may_read && !is_of_head(&name);
        // A bound needs the marker of such an extractor. With `_` for it, rustc does not explain
        // either why a type is not an extractor.
        let is_known = !reads || is_reader(&name) || extractor.is_generic();
        let (source, call) = match reads {
            true => (Derive::FromRequest, quote_spanned!(end=> from_request(__request, __state))),
            false => (
                Derive::FromRequestParts,
                quote_spanned!(end=> from_request_parts(__parts, __state)),
            ),
        };
        let (root, path, state) = (&extractor.root, extractor.path(source), extractor.state());
        let marker = (!is_known).then(|| quote!(, _));
        let open = quote_spanned!(start=> <);
        let implementation = quote_spanned!(end=> #open #ty as #path<#state #marker>>);
        let map_err = match (outcome, &extractor.rejection) {
            (Outcome::Kept | Outcome::Result(_), _) => None,
            (Outcome::Converted, Some(rejection)) => Some(quote_spanned! {end=>
                .map_err(#root::__private::convert::<#implementation::Rejection, #rejection>)
            }),
            (Outcome::Converted, None) => Some(quote_spanned! {end=>
                .map_err(#root::response::IntoResponse::into_response)
            }),
        };
        let bounds = match (outcome, &extractor.rejection) {
            // As extractors written for axum want it, among which it may be.
            _ if !is_known => quote!(#state: ::core::marker::Send + ::core::marker::Sync,),
            (Outcome::Result(rejection), _) => quote!(#ty: #path<#state, Rejection = #rejection>,),
            (Outcome::Converted, Some(rejection)) => quote! {
                #ty: #path<#state>,
                #rejection: ::core::convert::From<<#ty as #path<#state>>::Rejection>,
            },
            _ => quote!(#ty: #path<#state>,),
        };
        let call = quote_spanned!(end=> #implementation::#call.await #map_err);
        Self { call, bounds }
    }
}

/// The places of the first and the last token.
fn ends<T: ToTokens + ?Sized>(tokens: &T) -> (Span, Span) {
    let tokens: Vec<TokenTree> = tokens.to_token_stream().into_iter().collect();
    let span = |token: Option<&TokenTree>| token.map_or_else(Span::call_site, TokenTree::span);
    (span(tokens.first()), span(tokens.last()))
}
