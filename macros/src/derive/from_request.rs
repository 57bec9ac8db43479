//! `#[derive(FromRequest)]` and `#[derive(FromRequestParts)]`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Field, Fields, GenericParam, Generics, Path, Result, Type};

use super::options::Options;
use super::{Derive, any_state, arguments, each_field, error, via};

const OPTIONS: &[&str] = &["via", "rejection", "state", "crate"];

/// A type that an impl of an extractor's trait is made for.
pub(super) struct Extractor<'a> {
    pub(super) root: TokenStream,
    pub(super) derive: Derive,
    pub(super) ident: &'a Ident,
    pub(super) generics: &'a Generics,
    /// The state that it can be extracted with, if it is not any.
    pub(super) state: Option<Type>,
    pub(super) rejection: Option<Type>,
}

pub(super) fn expand(input: &DeriveInput, derive: Derive) -> Result<TokenStream> {
    let options = Options::parse(&input.attrs, "from_request", OPTIONS)?;
    let root = options.root();
    let Options { via, rejection, state, .. } = options;
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => {
            for variant in &data.variants {
                via::refuse_on_variant(variant)?;
            }
            &Fields::Unit
        }
        Data::Union(data) => {
            return Err(error(
                data.union_token,
                format_args!("`#[derive({})]` goes on a struct or an enum", derive.name()),
                "a union has no field of which it is known that it is there",
            ));
        }
    };
    let state = match state {
        Some(state) => Some(state),
        None => inferred_state(input, fields, via.as_ref())?,
    };
    let extractor = Extractor {
        root,
        derive,
        ident: &input.ident,
        generics: &input.generics,
        state,
        rejection,
    };
    match (via, &input.data) {
        (Some(via), _) => via::expand(&extractor, fields, &via),
        (None, Data::Enum(data)) => Err(error(
            data.enum_token,
            format_args!("`#[derive({})]` of an enum has to know what makes it", derive.name()),
            "write `#[from_request(via(Json))]` above it, with the extractor whose content it is",
        )),
        (None, _) => each_field::expand(&extractor, fields),
    }
}

/// The state of the `State`s among the fields, if they agree.
fn inferred_state(
    input: &DeriveInput,
    fields: &Fields,
    via: Option<&Path>,
) -> Result<Option<Type>> {
    let this: Type = {
        let ident = &input.ident;
        let (_, generics, _) = input.generics.split_for_impl();
        syn::parse_quote!(#ident #generics)
    };
    let mut found: Option<Type> = via.filter(|via| is_state(via)).map(|_| this);
    for field in fields {
        let Some(state) = state_of(field)? else { continue };
        let name = |ty: &Type| ty.to_token_stream().to_string();
        match &found {
            Some(other) if name(other) != name(state) => {
                return Err(error(
                    &field.ty,
                    format_args!(
                        "the router's state may be `{}`, `{}`, or have both",
                        name(other),
                        name(state)
                    ),
                    "name its type above the struct: `#[from_request(state(AppState))]`",
                ));
            }
            _ => found = Some(state.clone()),
        }
    }
    Ok(found)
}

/// The state that a field takes.
fn state_of(field: &Field) -> Result<Option<&Type>> {
    let Options { via, .. } = each_field::options(field)?;
    if via.is_some_and(|via| is_state(&via)) {
        return Ok(Some(&field.ty));
    }
    Ok(arguments(&field.ty, "State").map(|[state]| state))
}

fn is_state(path: &Path) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == "State")
}

impl<'a> Extractor<'a> {
    /// For a type with a mistake.
    pub(super) fn stub(input: &'a DeriveInput, derive: Derive) -> Self {
        // The mistake may be in there.
        let root = match derive {
            Derive::TypedPath => "typed_path",
            _ => "from_request",
        };
        let root = Options::parse(&input.attrs, root, &["crate"]).unwrap_or_default().root();
        Self {
            root,
            derive,
            ident: &input.ident,
            generics: &input.generics,
            state: None,
            rejection: None,
        }
    }

    pub(super) fn state(&self) -> TokenStream {
        match &self.state {
            Some(state) => state.to_token_stream(),
            None => any_state().to_token_stream(),
        }
    }

    /// The path of the trait.
    pub(super) fn path(&self, derive: Derive) -> TokenStream {
        let root = &self.root;
        match derive {
            Derive::FromRequest => quote!(#root::extract::FromRequest),
            _ => quote!(#root::extract::FromRequestParts),
        }
    }

    pub(super) fn is_generic(&self) -> bool {
        !self.generics.params.is_empty()
    }

    pub(super) fn rejection(&self) -> TokenStream {
        let root = &self.root;
        match &self.rejection {
            Some(rejection) => rejection.to_token_stream(),
            None => quote!(#root::response::Response),
        }
    }

    /// The impl, with the bounds that its body needs.
    ///
    /// With these the body compiles, even if a type is no extractor: then the impl applies to no state.
    /// The same body in a function tells whether it applies to those that every extractor takes.
    pub(super) fn implement_for(
        &self,
        rejection: &TokenStream,
        bounds: &TokenStream,
        body: impl Fn(&Type) -> TokenStream,
    ) -> TokenStream {
        let this = body(&syn::parse_quote!(Self));
        if self.state.is_some() && !self.is_generic() {
            return self.implement(rejection, &TokenStream::new(), &this);
        }
        let implementation = self.implement(rejection, bounds, &this);
        let check = (!self.is_generic()).then(|| self.check(rejection, &body(&self.this())));
        quote!(#implementation #check)
    }

    /// Takes the head out of a request, which may be read after that.
    pub(super) fn parts(&self) -> Option<TokenStream> {
        let root = &self.root;
        (self.derive == Derive::FromRequest)
            .then(|| quote!(let __parts = #root::__private::parts(&mut __request);))
    }

    fn check(&self, rejection: &TokenStream, body: &TokenStream) -> TokenStream {
        let (ident, state, argument) = (self.ident, any_state(), self.argument());
        quote! {
            const _: () = {
                #[allow(dead_code, unused_mut, unused_variables)]
                async fn check<#state>(
                    #argument,
                    __state: &#state,
                ) -> ::core::result::Result<#ident, #rejection>
                where
                    #state: ::core::marker::Send + ::core::marker::Sync,
                {
                    #body
                }
            };
        }
    }

    fn this(&self) -> Type {
        let (ident, (_, generics, _)) = (self.ident, self.generics.split_for_impl());
        syn::parse_quote!(#ident #generics)
    }

    fn argument(&self) -> TokenStream {
        let root = &self.root;
        match self.derive {
            Derive::FromRequest => quote!(mut __request: #root::extract::Request),
            _ => quote!(__parts: &mut #root::request::Parts),
        }
    }

    /// The impl, whose body has `__parts`, or `__request`, and `__state`.
    pub(super) fn implement(
        &self,
        rejection: &TokenStream,
        bounds: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let ident = self.ident;
        let mut generics = self.generics.clone();
        if self.state.is_none() {
            generics.params.push(GenericParam::Type(any_state().into()));
        }
        let (parameters, _, _) = generics.split_for_impl();
        let (_, arguments, where_clause) = self.generics.split_for_impl();
        let own = where_clause.map(|clause| {
            let predicates = clause.predicates.iter();
            quote!(#(#predicates,)*)
        });
        let (state, path, argument) = (self.state(), self.path(self.derive), self.argument());
        let function = match self.derive {
            Derive::FromRequest => quote!(from_request),
            _ => quote!(from_request_parts),
        };
        quote! {
            #[automatically_derived]
            #[allow(unused_mut)]
            impl #parameters #path<#state> for #ident #arguments where #own #bounds {
                type Rejection = #rejection;

                async fn #function(
                    #argument,
                    __state: &#state,
                ) -> ::core::result::Result<Self, Self::Rejection> {
                    #body
                }
            }
        }
    }
}
