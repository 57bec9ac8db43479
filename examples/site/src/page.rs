//! The layout of all pages, and the headers of all responses.

use std::convert::Infallible;

use doorway::extract::cookie::Key;
use doorway::extract::{FromRequestParts, PrivateCookieJar};
use doorway::http::HeaderValue;
use doorway::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use doorway::request::Parts;
use doorway::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::{files, flash};

const NAME: &str = "The Mending Room";

const NAVIGATION: [(&str, &str); 3] =
    [("/", "Home"), ("/visit", "Visit us"), ("/book", "Book a repair")];

/// A page for the request that it is extracted from.
pub(crate) struct Page {
    path: String,
    pub(crate) jar: PrivateCookieJar,
}

impl FromRequestParts<Key> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, key: &Key) -> Result<Self, Infallible> {
        let jar = PrivateCookieJar::from_request_parts(parts, key).await?;
        Ok(Self { path: parts.uri.path().to_owned(), jar })
    }
}

impl Page {
    /// Answers with the page, and with the flash message if there is one.
    pub(crate) fn show(self, title: &str, content: Markup) -> Response {
        let (jar, message) = flash::take(self.jar);
        let content = html! {
            @if let Some(message) = message {
                p.flash role="status" { (message) }
            }
            h1 { (title) }
            (content)
        };
        let page = layout(&self.path, title, content);
        // A page with a message is for one visitor only.
        ([(CACHE_CONTROL, "private, no-cache")], jar, page).into_response()
    }
}

/// A whole page, for the path that the navigation marks.
pub(crate) fn layout(path: &str, title: &str, content: Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – " (NAME) }
                link rel="icon" type="image/svg+xml" href=(files::url("logo.svg"));
                link rel="stylesheet" href=(files::url("style.css"));
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    a.brand href="/" {
                        img src=(files::url("logo.svg")) alt="" width="40" height="40";
                        (NAME)
                    }
                    nav aria-label="Main" {
                        @for (target, label) in NAVIGATION {
                            a href=(target) aria-current=[(target == path).then_some("page")] {
                                (label)
                            }
                        }
                    }
                }
                main #main { (content) }
                footer { p { "12 Canal Street · Saturdays, 10 to 16" } }
            }
        }
    };
    Html(page.into_string())
}

/// Limits pages to the files and forms of this site, so that no script can run.
pub(crate) async fn secured(mut response: Response) -> Response {
    const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
