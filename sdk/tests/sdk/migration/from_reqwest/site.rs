//! The site that answers the programs.

use std::sync::atomic::{AtomicU32, Ordering};

use doorway::extract::multipart::MultipartError;
use doorway::extract::{Form, Multipart, Path, Query};
use doorway::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use doorway::response::{IntoResponse, Response};
use doorway::routing::{get, head, post, put};
use doorway::{Json, Request, Router};
use serde::Deserialize;
use serde_json::{Value, json};

pub fn site() -> Router {
    Router::new()
        .route("/ip", get(|| async { Json(json!({"origin": "192.0.2.1"})) }))
        .route("/hook", post(async |body: String| (StatusCode::BAD_REQUEST, body)))
        .route("/users/ada/repos", get(repos))
        .route("/repos/ada/{name}", get(repo))
        .route("/repos/ada/engine/issues", post(issue))
        .route("/fast", get(|| async { "fast" }))
        .route("/never", get(|| async { std::future::pending::<StatusCode>().await }))
        .route("/health", get(|| async { "well" }))
        .route("/sick/health", get(|| async { StatusCode::SERVICE_UNAVAILABLE }))
        .route("/page", get(page))
        .route("/flaky", post(flaky))
        .route("/login", post(login))
        .route("/inbox", get(inbox))
        .route("/moved", head(|| async { found("/ip") }))
        .route("/{user}/calendar", get(|| async { "by REPORT only" }).fallback(calendar))
        .route("/far/calendar/{number}", get(|| async { "far away" }).fallback(farther))
        .route("/log", put(log))
        .route("/attach", post(attach))
        .route("/file", get(file))
}

async fn repos(uri: Uri, headers: HeaderMap, Query(query): Query<Value>) -> Response {
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let signed = ("Bearer sesame", "application/json", "repos/1.0");
    if (told("authorization"), told("accept"), told("user-agent")) != signed {
        return (StatusCode::UNAUTHORIZED, Json(json!({"message": "who are you?"})))
            .into_response();
    }
    match uri.query() {
        Some("per_page=2&sort=most+stars") => {
            let host = uri.authority().map_or("", |authority| authority.as_str());
            let next = format!("<http://{host}/users/ada/repos?page=2>; rel=\"next\"");
            let repos = json!([{"name": "engine", "stars": 1842}, {"name": "notes"}]);
            ([(header::LINK, next)], Json(repos)).into_response()
        }
        Some("page=2") => Json(json!([{"name": "bernoulli", "stars": 7}])).into_response(),
        _ => (StatusCode::BAD_REQUEST, Json(query)).into_response(),
    }
}

async fn repo(Path(name): Path<String>) -> Response {
    match &*name {
        "engine" => Json(json!({"name": "engine", "stars": 1842, "more": true})).into_response(),
        "changed" => Json(json!({"title": "changed"})).into_response(),
        "secret" => StatusCode::FORBIDDEN.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn issue(Json(issue): Json<Value>) -> Response {
    match issue["title"].as_str() {
        Some("") => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"message": "no title"}))).into_response()
        }
        Some("loop") => (StatusCode::LOOP_DETECTED, "again and again").into_response(),
        _ => {
            (StatusCode::CREATED, [(header::LOCATION, format!("/issues/{issue}"))]).into_response()
        }
    }
}

#[derive(Deserialize)]
struct Page {
    page: usize,
}

async fn page(Query(query): Query<Page>) -> Response {
    match query.page {
        3 => StatusCode::NO_CONTENT.into_response(),
        length => "x".repeat(length).into_response(),
    }
}

/// Works at every second time.
async fn flaky(body: String) -> Response {
    static TIMES: AtomicU32 = AtomicU32::new(0);
    match TIMES.fetch_add(1, Ordering::Relaxed) % 2 {
        0 => StatusCode::BAD_GATEWAY.into_response(),
        _ => format!("up: {body}").into_response(),
    }
}

#[derive(Deserialize)]
struct Login {
    user: String,
    password: String,
}

async fn login(Form(login): Form<Login>) -> Response {
    if login.password != "open & shut" {
        return StatusCode::FORBIDDEN.into_response();
    }
    let cookie = format!("session={}; Path=/; HttpOnly", login.user);
    (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie.as_str()), (header::LOCATION, "ip")])
        .into_response()
}

async fn inbox(headers: HeaderMap) -> String {
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let names = ["cookie", "accept-language", "x-requested-with"];
    names.map(told).join(", ")
}

fn found(location: &str) -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response()
}

async fn calendar(Path(user): Path<String>, request: Request) -> Response {
    // `ada:secret`.
    let signed = HeaderValue::from_static("Basic YWRhOnNlY3JldA==");
    if request.headers().get("authorization") != Some(&signed) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match request.into_body().collect_up_to(64).await {
        Ok(body) if body.bytes() != "<query/>" => StatusCode::BAD_REQUEST.into_response(),
        _ if user == "far" => found("calendar/1"),
        _ => found("/private/calendar"),
    }
}

async fn farther(Path(number): Path<u32>) -> Response {
    found(&format!("/far/calendar/{}", number + 1))
}

async fn log(body: String) -> String {
    let lines: Vec<_> = body.lines().collect();
    format!("{} lines: {}", lines.len(), lines.join(", "))
}

async fn attach(mut form: Multipart) -> Result<Response, MultipartError> {
    let mut told = Vec::new();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or("-").to_owned();
        let file = field.file_name().unwrap_or("-").to_owned();
        let of_type = field.content_type().unwrap_or("-").to_owned();
        told.push(format!("{name} {file} {of_type} {:?}", field.bytes().await?));
    }
    Ok((StatusCode::CREATED, [(header::LOCATION, told.join("; "))]).into_response())
}

async fn file(headers: HeaderMap) -> Response {
    let content = "0123456789".repeat(10);
    let from = headers
        .get("range")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    match from {
        Some(from) => (StatusCode::PARTIAL_CONTENT, content[from..].to_owned()).into_response(),
        None => content.into_response(),
    }
}
