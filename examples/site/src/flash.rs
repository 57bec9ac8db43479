//! Flash messages: shown once, on the page after a redirect.

use doorway::extract::PrivateCookieJar;
use doorway::extract::cookie::{Cookie, Key, SameSite, time::Duration};

const NAME: &str = "flash";

/// The key of the cookies, from the secret that `build.rs` makes.
pub(crate) fn key() -> Key {
    Key::derive_from(include_bytes!(concat!(env!("OUT_DIR"), "/cookie-secret")))
}

/// Keeps a message for the next page.
pub(crate) fn set(jar: PrivateCookieJar, message: String) -> PrivateCookieJar {
    // A site on https adds `.secure(true)`, which not every browser accepts on http://localhost.
    let cookie = Cookie::build((NAME, message))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::minutes(1));
    jar.add(cookie)
}

/// Takes the message out of the jar.
pub(crate) fn take(jar: PrivateCookieJar) -> (PrivateCookieJar, Option<String>) {
    let message = jar.get(NAME).map(|cookie| cookie.value().to_owned());
    (jar.remove(Cookie::build(NAME).path("/")), message)
}
