//! A page from a template that Tera reads when the app is built.

use std::sync::Arc;

use doorway::extract::{Path, State};
use doorway::http::StatusCode;
use doorway::response::Html;
use doorway::routing::get;
use doorway::{Router, http_handler};
use tera::{Context, Tera};

const PAGE: &str =
    "<h1>Hello, {{ name | upper }}!</h1>{% for n in range(end=3) %}<i>{{ n }}</i>{% endfor %}";

#[http_handler]
fn app() -> Router {
    let mut templates = Tera::new();
    templates.add_raw_template("page.html", PAGE).expect("the template is valid");
    Router::new().route("/{name}", get(page)).with_state(Arc::new(templates))
}

async fn page(
    State(templates): State<Arc<Tera>>,
    Path(name): Path<String>,
) -> Result<Html<String>, StatusCode> {
    let mut context = Context::new();
    context.insert("name", &name);
    let page = templates.render("page.html", &context);
    page.map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
