use std::fmt;

use axum::RequestPartsExt;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::response::IntoResponse;
use axum::routing::{any, get};
use axum_extra::routing::{Resource, RouterExt, TypedPath};

pub(super) struct Planets;

impl TypedPath for Planets {
    const PATH: &'static str = "/planets";
}

impl fmt::Display for Planets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::PATH)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Planets {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

struct Moon {
    planet: u32,
    moon: u32,
}

impl TypedPath for Moon {
    const PATH: &'static str = "/planets/{planet}/moons/{moon}";
}

impl fmt::Display for Moon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/planets/{}/moons/{}", self.planet, self.moon)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Moon {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PathRejection> {
        let Path((planet, moon)) = parts.extract().await?;
        Ok(Self { planet, moon })
    }
}

pub(super) async fn planets(path: Planets) -> String {
    let second = path.with_query_params([("page", 2), ("size", 10)]);
    let tagged =
        Planets.with_query_params([("page", 2), ("size", 10)]).with_query_params([("tag", "a b&")]);
    format!("{} {}", second.to_uri(), tagged.to_uri())
}

async fn create(_: Planets, body: String) -> String {
    body
}

async fn moon(Moon { planet, moon }: Moon) -> String {
    Moon { planet, moon: moon + 1 }.to_string()
}

async fn perhaps(moon: Result<Moon, PathRejection>) -> String {
    moon.map_or("no moon".to_owned(), |moon| moon.to_string())
}

async fn only(_: Moon) {}

pub(super) fn app() -> Router {
    Router::new()
        .typed_get(planets)
        .typed_post(create)
        .typed_get(moon)
        .typed_put(perhaps)
        .typed_patch(only)
        .typed_delete(|_: Moon| async { "deleted" })
        .typed_trace(only)
        .typed_connect(only)
        .typed_options(only)
}

struct Every;

impl TypedPath for Every {
    const PATH: &'static str = "/every";
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::PATH)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Every {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

pub(super) fn every() -> Router {
    Router::new()
        .typed_get(|_: Every| async { "GET" })
        .typed_post(|_: Every| async { "POST" })
        .typed_put(|_: Every| async { "PUT" })
        .typed_patch(|_: Every| async { "PATCH" })
        .typed_delete(|_: Every| async { "DELETE" })
        .typed_options(|_: Every| async { "OPTIONS" })
        .typed_head(|_: Every| async { "HEAD" })
        .typed_trace(|_: Every| async { "TRACE" })
        .typed_connect(|_: Every| async { "CONNECT" })
}

pub(super) fn resource() -> Router {
    let users = Resource::named("users")
        .index(|| async { "index" })
        .create(|| async { "create" })
        .new(|| async { "new" })
        .show(|Path(id): Path<u64>| async move { format!("show {id}") })
        .edit(|Path(id): Path<u64>| async move { format!("edit {id}") })
        .update(|Path(id): Path<u64>| async move { format!("update {id}") })
        .destroy(|Path(id): Path<u64>| async move { format!("destroy {id}") });
    Router::new().merge(users)
}

pub(super) fn slashes() -> Router {
    Router::new()
        .route_with_tsr("/foo", get(|| async { "foo" }))
        .route_with_tsr("/bar/", get(|| async { "bar" }))
        .route_with_tsr("/a/{a}", get(|Path(a): Path<String>| async move { a }))
        .route_with_tsr("/b/{b}/", get(|Path(b): Path<String>| async move { b }))
        .route_service_with_tsr("/service", service())
        .nest("/neko", Router::new().route_with_tsr("/nyan/", get(|| async { "nyan" })))
}

pub(super) struct Spaced;

impl TypedPath for Spaced {
    const PATH: &'static str = "/spaced";
}

impl fmt::Display for Spaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("/spaced out")
    }
}
