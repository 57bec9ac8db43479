#![deny(warnings)]
#![forbid(unsafe_code)]

use std::convert::Infallible;

use doorway::extract::path::PathRejection;
use doorway::extract::{FromRequest, FromRequestParts, Path, Query, RawQuery};
use doorway::http::{HeaderMap, Method, Uri};
use doorway::response::Response;
use doorway::{Extension, Json};
use serde::Deserialize;

#[derive(FromRequest, FromRequestParts)]
struct Unit;

#[derive(FromRequest, FromRequestParts)]
struct EmptyNamed {}

#[derive(FromRequest, FromRequestParts)]
struct EmptyTuple();

#[derive(Clone)]
struct Marker;

#[derive(Deserialize)]
struct Payload {}

#[derive(FromRequest)]
pub(crate) struct Named {
    _uri: Uri,
    _query: RawQuery,
    _method: Option<Method>,
    _path: Result<Path<String>, PathRejection>,
    _body: String,
}

#[derive(FromRequestParts)]
struct NamedParts {
    _uri: Uri,
    _method: Option<Method>,
    _path: Result<Path<String>, PathRejection>,
}

#[derive(FromRequest)]
struct NamedVia {
    #[from_request(via(Extension))]
    _marker: Marker,
    #[from_request(via(Query))]
    _query: Option<Payload>,
    #[from_request(via(Path))]
    _path: Result<String, PathRejection>,
    #[from_request(via(Json))]
    _last: Option<Payload>,
}

#[derive(FromRequestParts)]
struct NamedViaParts {
    #[from_request(via(Extension))]
    _marker: Marker,
    #[from_request(via(doorway::extract::Query))]
    _query: Option<Payload>,
}

#[derive(FromRequest)]
struct Tuple(Query<Payload>, HeaderMap, Json<Payload>);

#[derive(FromRequest)]
struct TupleVia(
    #[from_request(via(Query))] Payload,
    #[from_request(via(doorway::extract::Json))] Payload,
);

#[derive(FromRequestParts)]
struct TupleViaParts(
    #[from_request(via(Query))] Payload,
    #[from_request(via(Path))] Payload,
);

#[derive(FromRequest)]
struct Single(#[from_request(via(Extension))] Marker);

/// The name of a type is that of the generic parameter, usually.
#[derive(Clone)]
struct S;

#[derive(FromRequest)]
struct WithS {
    _state: Extension<S>,
    r#type: Method,
    _body: Result<Json<Payload>, doorway::extract::rejection::JsonRejection>,
}

#[derive(Clone, Deserialize, FromRequest)]
#[from_request(via(Json))]
struct Container {
    _one: i32,
}

#[derive(Clone, Deserialize, FromRequestParts)]
#[from_request(via(Query))]
struct ContainerParts {
    _one: i32,
}

#[derive(Clone, FromRequest)]
#[from_request(via(Extension))]
struct ContainerOfHead;

#[derive(Clone, FromRequest)]
#[from_request(via(Extension))]
enum ByEnum {}

#[derive(Clone, FromRequestParts)]
#[from_request(via(Extension))]
enum ByEnumParts {
    _One { _named: u32 },
    _Two(u32),
}

macro_rules! structs {
    ($name:ident, $inner:ty) => {
        #[derive(FromRequestParts)]
        struct $name(Option<$inner>, $inner);
    };
}

structs!(FromMacro, Path<String>);

mod facade {
    pub use doorway as dw;
}

#[derive(FromRequest)]
#[from_request(crate = facade::dw)]
struct Renamed {
    _method: Method,
    _body: String,
}

fn request<T: FromRequest<(), Rejection = R>, R>() {}
fn parts<T: FromRequestParts<(), Rejection = R>, R>() {}
fn argument<T: FromRequest<(), M>, M>() {}

fn main() {
    request::<Unit, Infallible>();
    parts::<Unit, Infallible>();
    request::<EmptyNamed, Infallible>();
    parts::<EmptyNamed, Infallible>();
    request::<EmptyTuple, Infallible>();
    parts::<EmptyTuple, Infallible>();
    request::<Named, Response>();
    parts::<NamedParts, Response>();
    request::<NamedVia, Response>();
    parts::<NamedViaParts, Response>();
    request::<Tuple, Response>();
    request::<TupleVia, Response>();
    parts::<TupleViaParts, Response>();
    request::<Single, Response>();
    request::<WithS, Response>();
    request::<Container, Response>();
    parts::<ContainerParts, Response>();
    request::<ContainerOfHead, Response>();
    request::<ByEnum, Response>();
    parts::<ByEnumParts, Response>();
    parts::<FromMacro, Response>();
    request::<Renamed, Response>();
    argument::<Named, _>();
    argument::<NamedParts, _>();
    let _ = |it: WithS| it.r#type;
}
