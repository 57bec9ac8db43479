//! Pages that are always the same.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use doorway::extract::Path;
use doorway::response::Html;
use doorway::routing::get;
use doorway::{IntoResponse, Json, Request, Response, Router};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::field;

/// Scripts and signs of many kinds.
const UTF8: &str = "<pre>∮ E⋅da = Q, ∀x∈ℝ, ði ıntəˈnæʃənəl, Οὐχὶ ταὐτὰ, ሰማይ, ᚻᛖ, ░░▒▒▓▓██</pre>";

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg"/>"#;

// No more than the beginnings of images.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF";
const WEBP: &[u8] = b"RIFF\0\0\0\0WEBP";

pub(super) fn routes() -> Router {
    Router::new()
        .route("/html", get(|| async { Html("<html><body>A page.</body></html>") }))
        .route("/xml", page("application/xml", r#"<?xml version="1.0"?><page/>"#))
        .route("/robots.txt", page("text/plain", "User-agent: *\nDisallow: /deny\n"))
        .route("/deny", page("text/plain", "YOU SHOULDN'T BE HERE"))
        .route(
            "/forms/post",
            get(|| async { Html(r#"<form method="post" action="/post"></form>"#) }),
        )
        .route("/encoding/utf8", get(|| async { Html(UTF8) }))
        .route("/json", get(json))
        .route("/base64/{text}", get(base64))
        .route("/links/{count}/{offset}", get(links))
        .route("/image", get(image))
        .route("/image/svg", page("image/svg+xml", SVG))
        .route("/image/png", get(async || of_type("image/png", PNG)))
        .route("/image/jpeg", get(async || of_type("image/jpeg", JPEG)))
        .route("/image/webp", get(async || of_type("image/webp", WEBP)))
}

fn page(content_type: &'static str, text: &'static str) -> doorway::routing::MethodRouter {
    get(move || async move { ([(CONTENT_TYPE, content_type)], text) })
}

async fn json() -> Json<Value> {
    let items = ["Why <em>WonderWidgets</em> are great", "Who <em>buys</em> them"];
    Json(json!({ "slideshow": { "author": "Yours Truly", "slides": [
        { "title": "Wake up to WonderWidgets!" },
        { "title": "Overview", "items": items },
    ] } }))
}

async fn base64(Path(text): Path<String>) -> Html<String> {
    let text = URL_SAFE.decode(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Html(text.unwrap_or_else(|_| "Incorrect Base64 data".to_owned()))
}

async fn links(Path((count, offset)): Path<(u8, u8)>) -> Html<String> {
    let links = (0..count).filter(|index| *index != offset);
    Html(links.map(|index| format!("<a href='/links/{count}/{index}'>{index}</a> ")).collect())
}

async fn image(request: Request) -> Response {
    let accept = field(&request, "accept");
    if accept.contains("image/webp") {
        of_type("image/webp", WEBP)
    } else if accept.contains("image/jpeg") {
        of_type("image/jpeg", JPEG)
    } else if accept.is_empty() || accept.contains("image/png") || accept.contains("image/*") {
        of_type("image/png", PNG)
    } else {
        let types = ["image/webp", "image/svg+xml", "image/jpeg", "image/png", "image/*"];
        (StatusCode::NOT_ACCEPTABLE, Json(json!({ "accept": types }))).into_response()
    }
}

fn of_type(content_type: &'static str, bytes: &'static [u8]) -> Response {
    ([(CONTENT_TYPE, content_type)], bytes).into_response()
}
