//! Routers in routers, with fallbacks, middlewares, a shared state and values on the way.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use doorway::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, MatchedPath, OriginalUri, Path, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{any, delete, get, post},
};

#[derive(Clone)]
struct AppState {
    requests: Arc<AtomicU64>,
    admin_token: Arc<str>,
}

#[derive(Clone)]
struct CurrentUser {
    name: String,
}

#[derive(Clone)]
struct Config {
    site: &'static str,
}

async fn auth(
    State(state): State<AppState>,
    mut req: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let auth_header =
        req.headers().get(header::AUTHORIZATION).and_then(|header| header.to_str().ok());

    let auth_header = if let Some(auth_header) = auth_header {
        auth_header
    } else {
        return Err(StatusCode::UNAUTHORIZED);
    };

    if let Some(name) = auth_header.strip_suffix(&*state.admin_token) {
        let name = name.to_owned();
        req.extensions_mut().insert(CurrentUser { name });
        Ok(next.run(req).await)
    } else {
        Err(StatusCode::FORBIDDEN)
    }
}

async fn count(
    State(state): State<AppState>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> impl IntoResponse {
    let number = state.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let path = matched.as_ref().map_or("none", |path| path.as_str()).to_owned();
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-request-number", HeaderValue::from(number));
    ([(HeaderName::from_static("x-route"), path)], response)
}

async fn shout(request: Request, next: Next) -> Result<impl IntoResponse, (StatusCode, String)> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, 64).await.map_err(|err| {
        (StatusCode::PAYLOAD_TOO_LARGE, format!("failed to read the body: {err}"))
    })?;
    let text = String::from_utf8_lossy(&bytes).to_uppercase();
    let req = Request::from_parts(parts, Body::from(text));

    let res = next.run(req).await;

    let (parts, body) = res.into_parts();
    let bytes = to_bytes(body, usize::MAX)
        .await
        .map_err(|err| (StatusCode::INTERNAL_SERVER_ERROR, err.to_string()))?;
    Ok(Response::from_parts(parts, Body::from([&bytes[..], b"!"].concat())))
}

async fn set_version(mut response: Response) -> Response {
    response.headers_mut().insert("x-version", HeaderValue::from_static("1"));
    response
}

async fn rename(mut request: Request) -> Result<Request, StatusCode> {
    if request.uri().path().contains("forbidden") {
        return Err(StatusCode::FORBIDDEN);
    }
    if let Some(value) = request.headers_mut().remove("x-old-name") {
        request.headers_mut().insert("x-name", value);
    }
    Ok(request)
}

fn api_routes(state: AppState) -> Router<AppState> {
    let admin = Router::new()
        .route("/whoami", get(whoami))
        .route("/users/{id}", delete(remove))
        .route_layer(middleware::from_fn_with_state(state, auth));

    Router::new()
        .nest("/admin", admin)
        .route("/echo", post(|body: String| async { body }).layer(middleware::from_fn(shout)))
        .route("/uri", any(uri))
        .route("/{team}/members", get(members))
        .nest("/{team}/projects", project_routes())
        .fallback(api_fallback)
}

fn project_routes() -> Router<AppState> {
    Router::new()
        .route("/", get(|Path(team): Path<String>| async move { format!("projects of {team}") }))
        .route("/{project}", get(project))
        .method_not_allowed_fallback(|| async { (StatusCode::METHOD_NOT_ALLOWED, "read only") })
}

pub fn app() -> Router {
    let state = AppState { requests: Arc::default(), admin_token: "-sesame".into() };

    let static_pages = Router::new()
        .route("/", get(|| async { Html("<h1>Hello, World!</h1>") }))
        .route("/old", get(|| async { Redirect::permanent("/") }));

    Router::new()
        .merge(static_pages)
        .nest("/api", api_routes(state.clone()))
        .fallback(handler_404)
        .layer(Extension(Config { site: "example" }))
        .layer(DefaultBodyLimit::max(128))
        .layer(middleware::map_response(set_version))
        .layer(middleware::map_request(rename))
        .layer(middleware::from_fn_with_state(state.clone(), count))
        .with_state(state)
}

async fn whoami(
    Extension(user): Extension<CurrentUser>,
    Extension(config): Extension<Config>,
) -> String {
    format!("{} of {}", user.name, config.site)
}

async fn remove(Path(id): Path<u32>, user: Extension<CurrentUser>) -> (StatusCode, String) {
    (StatusCode::ACCEPTED, format!("{} removes {id}", user.name))
}

async fn uri(method: Method, uri: Uri, OriginalUri(original): OriginalUri) -> String {
    format!("{method} {uri} of {original}")
}

async fn members(Path(team): Path<String>, State(state): State<AppState>) -> String {
    format!("members of {team} after {}", state.requests.load(Ordering::Relaxed))
}

async fn project(Path((team, project)): Path<(String, String)>) -> String {
    format!("{project} of {team}")
}

async fn api_fallback(uri: Uri) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("no api for {uri}"))
}

async fn handler_404(Extension(config): Extension<Config>) -> impl IntoResponse {
    (StatusCode::NOT_FOUND, Html(format!("nothing on {}", config.site)))
}
