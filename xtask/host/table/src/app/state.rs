//! The app's state, extensions of requests, and custom extractors.

use std::cell::Cell;
use std::convert::Infallible;
use std::rc::Rc;

use doorway::extract::{FromRef, FromRequest, FromRequestParts, OptionalFromRequestParts, State};
use doorway::http::StatusCode;
use doorway::middleware::map_request;
use doorway::request::Parts;
use doorway::routing::{get, post};
use doorway::{Extension, IntoResponse, Request, Response, Router};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/state/whole", get(async |State(state): State<AppState>| state.name.to_string()))
        .route("/state/part", get(async |State(Name(name)): State<Name>| name.to_string()))
        .route("/state/changed", get(changed))
        .route("/state/own", get(async |Version(version): Version| version.to_string()))
        .route("/state/perhaps-own", get(perhaps_own))
        .route("/state/own-or-why", get(own_or_why))
        .route("/state/own-body", post(async |Halves(one, other): Halves| format!("{other}|{one}")))
        .route("/extension/missing", get(async |Extension(User(name)): Extension<User>| name))
        .route("/extension/perhaps", get(perhaps))
        .route(
            "/extension/there",
            get(async |Extension(User(name)): Extension<User>| name).layer(map_request(known)),
        )
        .route("/extension/perhaps-there", get(perhaps).layer(map_request(known)))
        .merge(another_state())
}

/// Handlers with a state of their own, among others.
fn another_state() -> Router<AppState> {
    Router::new()
        .route("/state/another", get(async |State(number): State<u32>| number.to_string()))
        .with_state(42)
}

#[derive(Clone)]
struct Name(Rc<str>);

impl FromRef<AppState> for Name {
    fn from_ref(state: &AppState) -> Self {
        Self(state.name.clone())
    }
}

impl FromRef<AppState> for Rc<Cell<u32>> {
    fn from_ref(state: &AppState) -> Self {
        state.served.clone()
    }
}

/// Two parts of the same state, of which one is changed: but this instance is used once.
async fn changed(State(served): State<Rc<Cell<u32>>>, State(state): State<AppState>) -> String {
    let before = state.served.replace(0);
    served.set(served.get() + 1);
    let after = state.served.replace(before);
    after.to_string()
}

#[derive(Clone)]
struct User(String);

async fn known(mut request: Request) -> Request {
    request.extensions_mut().insert(User("Trillian".to_owned()));
    request
}

async fn perhaps(user: Option<Extension<User>>) -> String {
    user.map_or_else(|| "nobody".to_owned(), |Extension(User(name))| name)
}

/// The number in `x-version`, up to the one in the state.
struct Version(u32);

impl FromRequestParts<AppState> for Version {
    type Rejection = (StatusCode, [(&'static str, &'static str); 1], String);

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let refused = |why: String| (StatusCode::NOT_ACCEPTABLE, [("x-newest", "2")], why);
        let version = parts.headers.get("x-version").and_then(|version| version.to_str().ok());
        let version = version.ok_or_else(|| refused("which version?".to_owned()))?;
        match version.parse() {
            Ok(version) if version <= 2 => Ok(Self(version)),
            _ => Err(refused(format!("{} has no version {version}", state.name))),
        }
    }
}

impl<S> OptionalFromRequestParts<S> for Version {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts
            .headers
            .get("x-version")
            .and_then(|version| version.to_str().ok()?.parse().ok())
            .map(Self))
    }
}

async fn perhaps_own(version: Option<Version>) -> String {
    version.map_or_else(|| "none".to_owned(), |Version(version)| version.to_string())
}

async fn own_or_why(
    version: Result<Version, <Version as FromRequestParts<AppState>>::Rejection>,
) -> String {
    match version {
        Ok(Version(version)) => version.to_string(),
        Err((status, _, why)) => format!("{}: {why}", status.as_u16()),
    }
}

/// A body of two halves.
struct Halves(String, String);

impl<S> FromRequest<S> for Halves {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let body =
            String::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        match body.split_once('|') {
            Some((one, other)) => Ok(Self(one.to_owned(), other.to_owned())),
            None => Err(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
        }
    }
}
