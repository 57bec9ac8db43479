//! The layout of all pages.

use doorway::response::Html;
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) type Page = Html<String>;

/// A whole page.
pub(crate) fn page(title: &str, content: Markup) -> Page {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                nav {
                    a href="/" { "Sign up" }
                    a href="/upload" { "Upload" }
                }
                h1 { (title) }
                (content)
            }
        }
    };
    Html(page.into_string())
}

/// A labelled field, with its error.
pub(crate) fn field(label: &str, name: &str, error: Option<&str>, input: Markup) -> Markup {
    html! {
        div {
            label for=(name) { (label) }
            (input)
            @if let Some(error) = error {
                p.error id={ (name) "-error" } { (error) }
            }
        }
    }
}
