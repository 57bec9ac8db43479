use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, OriginalUri, Path};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_extra::either::{Either, Either3, Either4, Either5, Either6, Either7, Either8};
use axum_extra::extract::{
    Cached, Form, FormRejection, JsonDataError, JsonDeserializer, JsonDeserializerRejection,
    JsonSyntaxError, MissingJsonContentType, OptionalQuery, OptionalQueryRejection, Query,
    QueryRejection, WithRejection,
};
#[allow(deprecated)]
use axum_extra::extract::{Host, OptionalPath, Scheme};
use axum_extra::handler::HandlerCallWithExtractors;
use serde::Deserialize;

struct Refused(String);

impl From<PathRejection> for Refused {
    fn from(_: PathRejection) -> Self {
        Self("path".to_owned())
    }
}

impl From<FormRejection> for Refused {
    fn from(rejection: FormRejection) -> Self {
        Self(format!("form {}", rejection.into_response().status().as_u16()))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::IM_A_TEAPOT, self.0).into_response()
    }
}

#[derive(Debug, Deserialize)]
struct Params {
    n: u32,
    #[serde(default)]
    tag: Vec<String>,
}

async fn with_rejection(
    path: WithRejection<Path<u32>, Refused>,
    WithRejection(Form(form), PhantomData): WithRejection<Form<Params>, Refused>,
) -> String {
    format!("{} {form:?}", **path)
}

static EXTRACTED: AtomicU32 = AtomicU32::new(0);

#[derive(Clone, Debug)]
struct Session(u32);

impl<S: Send + Sync> FromRequestParts<S> for Session {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        EXTRACTED.fetch_add(1, Ordering::Relaxed);
        let session = parts.headers.get("x-session").ok_or(StatusCode::UNAUTHORIZED)?;
        Ok(Self(session.to_str().unwrap().parse().map_err(|_| StatusCode::FORBIDDEN)?))
    }
}

struct User(String);

impl<S: Send + Sync> FromRequestParts<S> for User {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let session = Cached::<Session>::from_request_parts(parts, state).await;
        let Cached(session) = session.map_err(IntoResponse::into_response)?;
        Ok(Self(format!("user {}", session.0)))
    }
}

async fn cached(
    user: Result<User, Response>,
    session: Result<Cached<Session>, StatusCode>,
) -> String {
    let user = user.map_or_else(|response| response.status().to_string(), |user| user.0);
    let count = EXTRACTED.swap(0, Ordering::Relaxed);
    format!("{user} {session:?} {count}")
}

#[allow(deprecated)]
async fn optional_path(OptionalPath(number): OptionalPath<u32>) -> String {
    format!("{number:?}")
}

async fn optional_query(
    query: Result<OptionalQuery<Params>, OptionalQueryRejection>,
) -> Result<String, OptionalQueryRejection> {
    Ok(format!("{:?}", *query?))
}

async fn query(query: Result<Query<Params>, QueryRejection>) -> Result<String, StatusCode> {
    match query {
        Ok(Query(params)) => Ok(format!("{params:?}")),
        Err(QueryRejection::FailedToDeserializeQueryString(_)) => Err(StatusCode::CONFLICT),
        #[allow(unreachable_patterns)]
        Err(_) => Err(StatusCode::IM_A_TEAPOT),
    }
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    from: Option<&'a str>,
}

async fn json(body: JsonDeserializer<Message<'_>>) -> Response {
    match body.deserialize() {
        Ok(message) => {
            let borrowed = matches!(message.text, Cow::Borrowed(_));
            format!("{} {borrowed} {:?}", message.text, message.from).into_response()
        }
        Err(JsonDeserializerRejection::JsonDataError(_)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "data").into_response()
        }
        Err(JsonDeserializerRejection::JsonSyntaxError(error)) => {
            let error: JsonSyntaxError = error;
            (error.status(), "syntax").into_response()
        }
        Err(other) => other.into_response(),
    }
}

#[allow(deprecated)]
async fn forwarded(
    host: Option<Host>,
    Host(again): Host,
    scheme: Result<Scheme, StatusCode>,
) -> String {
    let scheme = scheme.map_or("none".to_owned(), |Scheme(scheme)| scheme);
    format!("{} {again} {scheme}", host.unwrap().0)
}

#[allow(deprecated)]
async fn schemes(Scheme(scheme): Scheme) -> String {
    scheme
}

#[allow(deprecated)]
async fn hosts(Host(host): Host) -> String {
    host
}

async fn either(path: Either<Path<u32>, Path<bool>>) -> Either3<String, Vec<u8>, StatusCode> {
    match path {
        Either::E1(Path(404)) => Either3::E3(StatusCode::NOT_FOUND),
        Either::E1(Path(number)) => Either3::E1(number.to_string()),
        Either::E2(Path(value)) => Either3::E2(vec![b'a' + u8::from(value)]),
    }
}

type P<T> = Path<T>;

async fn eight(
    _: Either4<P<u8>, P<bool>, P<u16>, Method>,
    _: Either5<P<u8>, P<bool>, P<u16>, P<u32>, Method>,
    _: Either6<P<u8>, P<bool>, P<u16>, P<u32>, P<i8>, Method>,
    _: Either7<P<u8>, P<bool>, P<u16>, P<u32>, P<i8>, P<i16>, Uri>,
    either: Either8<P<u8>, P<bool>, P<u16>, P<u32>, P<i8>, P<i16>, P<i32>, ()>,
) -> Either8<&'static str, &'static str, String, (), (), (), Vec<u8>, StatusCode> {
    match either {
        Either8::E1(_) => Either8::E1("u8"),
        Either8::E2(_) => Either8::E2("bool"),
        Either8::E3(_) => Either8::E3("u16".to_owned()),
        Either8::E7(_) => Either8::E7(b"i32".to_vec()),
        Either8::E8(()) => Either8::E8(StatusCode::ACCEPTED),
        _ => Either8::E4(()),
    }
}

async fn tuples(
    ((), (method, OriginalUri(uri)), (path,)): ((), (Method, OriginalUri), (Path<u32>,)),
    (headers, body): (HeaderMap, Bytes),
) -> String {
    let path = path.0;
    format!("{method} {} {path} {} {body:?}", uri.path(), headers.contains_key("x-a"))
}

async fn one(Path(number): Path<u32>) -> String {
    format!("one {number}")
}

async fn two(_: Method, Query(params): Query<Params>) -> String {
    format!("two {}", params.n)
}

async fn three(Path(name): Path<String>, body: String) -> (StatusCode, String) {
    (StatusCode::ACCEPTED, format!("three {name} {body}"))
}

async fn only(method: Method, Path(number): Path<u32>, body: String) -> String {
    format!("{method} {number} {body}")
}

pub(super) fn app() -> Router {
    Router::new()
        .route("/with-rejection/{n}", get(with_rejection).post(with_rejection))
        .route("/cached", get(cached))
        .route("/optional-path", get(optional_path))
        .route("/optional-path/{n}", get(optional_path))
        .route("/optional-query", get(optional_query))
        .route("/query", get(query))
        .route("/json", post(json))
        .route("/schemes", get(schemes))
        .route("/hosts", get(hosts))
        .route("/either/{a}", get(either))
        .route("/eight/{a}", get(eight))
        .route("/tuples/{n}", get(tuples).post(tuples))
        .route("/or/{a}", get(one.or(two).or(three)).post(one.or(|| async { "closure" })))
        .route("/or-state/{a}", get(one.or(three)))
        .route("/into/{a}", post(only.into_handler()))
}
