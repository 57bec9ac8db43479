//! A page from a template that minijinja reads when the app is built.

use doorway::extract::{Path, State};
use doorway::http::StatusCode;
use doorway::response::Html;
use doorway::routing::get;
use doorway::{Router, http_handler};
use minijinja::{Environment, context};

const PAGE: &str =
    "<h1>Hello, {{ name|title }}!</h1>{% for n in range(3) %}<i>{{ n }}</i>{% endfor %}";

#[http_handler]
fn app() -> Router {
    let mut templates = Environment::new();
    templates.add_template("page.html", PAGE).expect("the template is valid");
    Router::new().route("/{name}", get(page)).with_state(templates)
}

async fn page(
    State(templates): State<Environment<'static>>,
    Path(name): Path<String>,
) -> Result<Html<String>, StatusCode> {
    let page = templates.get_template("page.html").and_then(|page| page.render(context!(name)));
    page.map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
