//! A page from a template that askama compiles.

use askama::Template;
use doorway::extract::Path;
use doorway::http::StatusCode;
use doorway::response::Html;
use doorway::routing::get;
use doorway::{Router, http_handler};

#[derive(Template)]
#[template(
    source = "<h1>Hello, {{ name|upper }}!</h1>{% for guest in guests %}<p>{{ guest }}</p>{% endfor %}",
    ext = "html"
)]
struct Page {
    name: String,
    guests: [&'static str; 2],
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/{name}", get(page))
}

async fn page(Path(name): Path<String>) -> Result<Html<String>, StatusCode> {
    let page = Page { name, guests: ["Trillian", "Ford & Arthur"] };
    page.render().map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
