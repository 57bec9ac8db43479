//! Extractors of an app's own: of the head, of the body, with state, optional, and made of others.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use doorway::{
    Form, Json, RequestExt, RequestPartsExt, Router,
    body::{Body, Bytes, to_bytes},
    extract::{
        FromRef, FromRequest, FromRequestParts, OptionalFromRequestParts, Path, Query, Request,
        State,
    },
    http::{
        StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT},
    },
    request::Parts,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// From a header field.
struct ExtractUserAgent(String);

impl<S> FromRequestParts<S> for ExtractUserAgent
where
    S: Send + Sync,
{
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        match parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()) {
            Some(user_agent) => Ok(Self(user_agent.to_owned())),
            None => Err((StatusCode::BAD_REQUEST, "`User-Agent` header is missing")),
        }
    }
}

/// From the path, by another extractor.
#[derive(Debug)]
enum Version {
    V1,
    V2,
}

impl<S> FromRequestParts<S> for Version
where
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let params: Path<HashMap<String, String>> =
            parts.extract().await.map_err(IntoResponse::into_response)?;

        let version = params
            .get("version")
            .ok_or_else(|| (StatusCode::NOT_FOUND, "version param missing").into_response())?;

        match version.as_str() {
            "v1" => Ok(Version::V1),
            "v2" => Ok(Version::V2),
            _ => Err((StatusCode::NOT_FOUND, "unknown version").into_response()),
        }
    }
}

/// From the state and the head.
#[derive(Clone)]
struct User {
    name: String,
}

#[derive(Clone)]
struct Tokens(Arc<HashMap<String, User>>);

#[derive(Clone)]
struct AppState {
    tokens: Tokens,
    secret: &'static str,
}

impl FromRef<AppState> for Tokens {
    fn from_ref(state: &AppState) -> Self {
        state.tokens.clone()
    }
}

enum AuthError {
    Missing,
    Unknown,
}

impl IntoResponse for AuthError {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            AuthError::Missing => (StatusCode::UNAUTHORIZED, "missing credentials"),
            AuthError::Unknown => (StatusCode::FORBIDDEN, "unknown token"),
        };
        (status, Json(HashMap::from([("error", error)]))).into_response()
    }
}

impl<S> FromRequestParts<S> for User
where
    Tokens: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = AuthError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let tokens = Tokens::from_ref(state);
        let token = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(AuthError::Missing)?;
        let user = tokens.0.get(token).cloned().ok_or(AuthError::Unknown)?;
        parts.extensions.insert(user.clone());
        Ok(user)
    }
}

impl<S> OptionalFromRequestParts<S> for User
where
    Tokens: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = AuthError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> Result<Option<Self>, Self::Rejection> {
        match <User as FromRequestParts<S>>::from_request_parts(parts, state).await {
            Ok(user) => Ok(Some(user)),
            Err(AuthError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// From the body, as JSON or as a form.
struct JsonOrForm<T>(T);

impl<S, T> FromRequest<S> for JsonOrForm<T>
where
    S: Send + Sync,
    Json<T>: FromRequest<()>,
    Form<T>: FromRequest<()>,
    T: 'static,
{
    type Rejection = Response;

    async fn from_request(req: Request, _state: &S) -> Result<Self, Self::Rejection> {
        let content_type_header = req.headers().get(CONTENT_TYPE);
        let content_type = content_type_header.and_then(|value| value.to_str().ok());

        if let Some(content_type) = content_type {
            if content_type.starts_with("application/json") {
                let Json(payload) = req.extract().await.map_err(IntoResponse::into_response)?;
                return Ok(Self(payload));
            }

            if content_type.starts_with("application/x-www-form-urlencoded") {
                let Form(payload) = req.extract().await.map_err(IntoResponse::into_response)?;
                return Ok(Self(payload));
            }
        }

        Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response())
    }
}

/// From the whole request: a body whose signature the state's secret checks.
struct Signed<T>(T);

impl<T> FromRequest<AppState> for Signed<T>
where
    T: DeserializeOwned,
{
    type Rejection = (StatusCode, String);

    async fn from_request(mut req: Request, state: &AppState) -> Result<Self, Self::Rejection> {
        let ExtractUserAgent(agent) = req
            .extract_parts::<ExtractUserAgent>()
            .await
            .map_err(|(status, message)| (status, message.to_owned()))?;
        let (parts, body) = req.into_parts();
        let bytes = to_bytes(body, 1024)
            .await
            .map_err(|err| (StatusCode::PAYLOAD_TOO_LARGE, err.to_string()))?;
        let signature = parts.headers.get("x-signature").map(|value| value.as_bytes());
        if signature != Some(sign(&bytes, state.secret).as_bytes()) {
            return Err((StatusCode::UNAUTHORIZED, format!("{agent} cannot sign")));
        }
        let req = Request::from_parts(parts, Body::from(bytes));
        let Json(value) = Json::<T>::from_request(req, state)
            .await
            .map_err(|rejection| (rejection.status(), rejection.body_text()))?;
        Ok(Self(value))
    }
}

fn sign(bytes: &Bytes, secret: &str) -> String {
    format!("{secret}{}", bytes.len())
}

/// Two of them as one, that cannot fail.
struct Context {
    agent: Option<String>,
    query: HashMap<String, String>,
}

impl<S> FromRequestParts<S> for Context
where
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let agent = ExtractUserAgent::from_request_parts(parts, state).await.ok();
        let query = Query::try_from_uri(&parts.uri).map(|Query(query)| query).unwrap_or_default();
        Ok(Self { agent: agent.map(|agent| agent.0), query })
    }
}

#[derive(Deserialize, Serialize)]
struct Payload {
    foo: String,
}

pub fn app() -> Router {
    let users = HashMap::from([("sesame".to_owned(), User { name: "Arthur".to_owned() })]);
    let state = AppState { tokens: Tokens(Arc::new(users)), secret: "s3cret" };

    Router::new()
        .route("/agent", get(|ExtractUserAgent(agent): ExtractUserAgent| async move { agent }))
        .route("/{version}/foo", get(|version: Version| async move { format!("{version:?}") }))
        .route("/me", get(|user: User| async move { user.name }))
        .route("/maybe", get(maybe))
        .route("/either", post(either))
        .route("/signed", post(signed))
        .route("/context", get(context))
        .with_state(state)
}

async fn maybe(user: Option<User>, State(state): State<AppState>) -> String {
    match user {
        Some(user) => format!("{} of {}", user.name, state.tokens.0.len()),
        None => "nobody".to_owned(),
    }
}

async fn either(JsonOrForm(payload): JsonOrForm<Payload>) -> impl IntoResponse {
    Json(payload)
}

async fn signed(Signed(payload): Signed<Payload>) -> String {
    payload.foo
}

async fn context(context: Context) -> String {
    format!("{:?} {:?}", context.agent, context.query.get("q"))
}
