//! Names of cookies, which browsers check as they are written.

use doorway::IntoResponse;
use doorway::extract::cookie::{CookieJar, PrivateCookieJar, SignedCookieJar};

use super::{OtherKey, call, set_cookies, state, text};

/// A browser lets nobody but the host itself set cookies of these names, as they are written.
#[test]
fn a_name_gains_no_prefix() {
    async fn session(jar: CookieJar) -> String {
        let names: Vec<_> = jar.iter().map(|cookie| cookie.name().to_owned()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        jar.get("__Host-session").map(|cookie| cookie.value().to_owned()).unwrap_or_default()
    }
    for other in [
        "__%48ost-session",
        "%5F_Host-session",
        "__Host%2Dsession",
        "__Host-sessio%6e",
        "\u{2000}__Host-session",
        "\u{a0}__Host-session",
        "__Host-session\u{2003}",
        "\u{feff}__Host-session",
        "__host-session",
        "__%2548ost-session",
    ] {
        let one = format!("__Host-session=victim; {other}=attacker");
        let two = format!("{other}=attacker; __Host-session=victim");
        assert_eq!(text(call(session, &[&one], &())), "victim", "{other}");
        assert_eq!(text(call(session, &[&two], &())), "victim", "{other}");
    }
    // Spaces and tabs around it are none of it (RFC 6265, 5.2).
    async fn count(jar: CookieJar) -> String {
        jar.iter().count().to_string()
    }
    assert_eq!(text(call(count, &["a=1; \t a \t=\t 2 "], &())), "1");
}

/// Not even with a value that was signed or encrypted for the attacker.
#[test]
fn a_value_made_for_another_name_gains_no_prefix() {
    async fn set(
        signed: SignedCookieJar,
        private: PrivateCookieJar<OtherKey>,
    ) -> impl IntoResponse {
        let jars = (signed.add(("__Host-signed", "mine")), private.add(("__Host-private", "mine")));
        assert!(jars.0.get("__Host-signed").is_some());
        jars
    }
    async fn get(signed: SignedCookieJar, private: PrivateCookieJar<OtherKey>) -> String {
        let [signed, private] = [signed.get("__Host-signed"), private.get("__Host-private")]
            .map(|cookie| cookie.map(|cookie| cookie.value().to_owned()));
        format!("{signed:?} {private:?}")
    }
    let state = state();
    let theirs = set_cookies(call(set, &[], &state).headers());
    let theirs: Vec<_> = theirs.iter().map(|set| set.replacen("__Host-", "__%48ost-", 1)).collect();
    let theirs: Vec<_> = theirs.iter().map(String::as_str).collect();
    assert_eq!(text(call(get, &theirs, &state)), "None None");
}
