//! Cookies: plain, signed and private.

use doorway::extract::FromRef;
use doorway::extract::cookie::{
    Cookie, CookieBuilder, CookieJar, Key, PrivateCookieJar, SameSite, SignedCookieJar,
};
use doorway::http::HeaderMap;
use doorway::http::header::{COOKIE, SET_COOKIE};
use doorway::routing::{get, post};
use doorway::{IntoResponse, Router};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/cookie", get(listed))
        .route("/cookie/visit", get(visit))
        .route("/cookie/two", get(two))
        .route(
            "/cookie/forget",
            post(async |jar: CookieJar| jar.remove(Cookie::build("a").path("/"))),
        )
        .route("/cookie/odd", get(async |jar: CookieJar| jar.add(("größe", "1; 2"))))
        .route(
            "/cookie/evil",
            get(async |jar: CookieJar| jar.add(Cookie::build(("a", "b")).path("/\r\nx: 1"))),
        )
        .route("/cookie/path", post(async |jar: CookieJar, path: String| jar.add(odd().path(path))))
        .route(
            "/cookie/domain",
            post(async |jar: CookieJar, domain: String| jar.add(odd().domain(domain))),
        )
        .route("/cookie/name", post(async |jar: CookieJar, name: String| jar.add((name, "b"))))
        .route("/signed", get(async |jar: SignedCookieJar| read(jar.get("user"))))
        .route("/signed/in", post(async |jar: SignedCookieJar| (jar.add(("user", "ferris")), "in")))
        .route("/private", get(async |jar: PrivateCookieJar| read(jar.get("user"))))
        .route("/private/round", get(round))
}

impl FromRef<AppState> for Key {
    fn from_ref(_: &AppState) -> Self {
        Self::derive_from(b"a secret of this table, which everybody may know")
    }
}

fn odd() -> CookieBuilder<'static> {
    Cookie::build(("a", "b"))
}

fn read(cookie: Option<Cookie<'static>>) -> String {
    cookie.map_or_else(|| "none".to_owned(), |cookie| cookie.value().to_owned())
}

async fn listed(jar: CookieJar) -> String {
    let mut all: Vec<_> = jar.iter().map(|cookie| format!("{:?}", cookie.name_value())).collect();
    all.sort();
    all.join(" ")
}

async fn visit(jar: CookieJar) -> (CookieJar, String) {
    let visits = jar.get("visits").and_then(|cookie| cookie.value().parse().ok()).unwrap_or(0_u32);
    let visits = visits.saturating_add(1);
    let cookie = Cookie::build(("visits", visits.to_string()))
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Lax);
    (jar.add(cookie), visits.to_string())
}

async fn two(jar: CookieJar) -> impl IntoResponse {
    ([(SET_COOKIE, "z=0")], jar.add(("a", "1")), "two")
}

/// A private cookie can be read again, but by this key only.
async fn round(jar: PrivateCookieJar) -> String {
    let response = jar.add(("user", "ferris")).into_response();
    let set = response.headers().get(SET_COOKIE).cloned();
    let is_hidden = set.as_ref().is_some_and(|set| !set.as_bytes().ends_with(b"ferris"));
    let headers: HeaderMap = set.into_iter().map(|set| (COOKIE, set)).collect();
    let key = Key::from_ref(&super::state());
    let jar = PrivateCookieJar::from_headers(&headers, key);
    format!("{is_hidden} {}", read(jar.get("user")))
}
