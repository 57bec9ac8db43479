//! A page that maud's macro writes.

use doorway::extract::Path;
use doorway::response::Html;
use doorway::routing::get;
use doorway::{Router, http_handler};
use maud::{DOCTYPE, html};

#[http_handler]
fn app() -> Router {
    Router::new().route("/{name}", get(page))
}

async fn page(Path(name): Path<String>) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        h1 { "Hello, " (name) "!" }
        @for guest in ["Trillian", "Ford & Arthur"] {
            p.guest { (guest) }
        }
    };
    Html(page.into_string())
}
