//! A page from a template that handlebars reads when the app is built.

use doorway::extract::{Path, State};
use doorway::http::StatusCode;
use doorway::response::Html;
use doorway::routing::get;
use doorway::{Router, http_handler};
use handlebars::Handlebars;
use serde_json::json;

const PAGE: &str = "<h1>Hello, {{name}}!</h1>{{#each guests}}<p>{{this}}</p>{{/each}}";

#[http_handler]
fn app() -> Router {
    let mut templates = Handlebars::new();
    templates.register_template_string("page", PAGE).expect("the template is valid");
    Router::new().route("/{name}", get(page)).with_state(templates)
}

async fn page(
    State(templates): State<Handlebars<'static>>,
    Path(name): Path<String>,
) -> Result<Html<String>, StatusCode> {
    let page = templates.render("page", &json!({ "name": name, "guests": ["Ford", "Arthur"] }));
    page.map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
