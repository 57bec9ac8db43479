#![deny(warnings)]
#![allow(deprecated)]
#![forbid(unsafe_code)]

//! Structs of any state, whose last field is known not to read the body, or to read it: an extractor
//! that is not known might be one of axum's, which need a state that is `Send`.

use std::rc::Rc;

use doorway::Router;
use doorway::either::{Either, Either8};
use doorway::extract::{
    Cached, FromRequest, Host, JsonDeserializer, MatchedPath, NestedPath, OptionalPath,
    OptionalQuery, Scheme, TraceContext,
};
use doorway::http::request::Parts;
use doorway::http::uri::Authority;
use doorway::http::{Method, Uri};
use doorway::routing::get;

macro_rules! last {
    ($($name:ident: $ty:ty;)*) => {
        $(
            #[derive(FromRequest)]
            struct $name {
                _method: Method,
                _last: $ty,
            }
        )*

        fn main() {
            let _: Router = Router::new()
                $(.route(concat!("/", stringify!($name)), get(async |_: $name| {})))*
                .with_state(Rc::new(1));
        }
    };
}

last! {
    OfAuthority: Authority;
    OfCached: Cached<Uri>;
    OfEither: Either<NestedPath, Uri>;
    OfEither8: Either8<Uri, Uri, Uri, Uri, Uri, Uri, Uri, Uri>;
    OfHost: Host;
    OfJson: JsonDeserializer<u32>;
    OfMatchedPath: MatchedPath;
    OfNestedPath: NestedPath;
    OfOptionalPath: OptionalPath<u32>;
    OfOptionalQuery: OptionalQuery<Vec<(String, String)>>;
    OfParts: Parts;
    OfScheme: Scheme;
    OfTraceContext: TraceContext;
}
