//! Cookie jars: what a response sets, a later request brings back, unless somebody meddled with it.

mod names;
mod set;

use doorway::extract::FromRef;
use doorway::extract::cookie::{Cookie, CookieJar, Key, PrivateCookieJar, SignedCookieJar};
use doorway::http::header::COOKIE;
use doorway::http::{HeaderMap, HeaderValue};
use doorway::testing::block_on;
use doorway::{Body, Handler, IntoResponse, Request, Response};

#[derive(Clone)]
struct AppState {
    key: Key,
    other: OtherKey,
}

#[derive(Clone)]
struct OtherKey(Key);

impl FromRef<AppState> for Key {
    fn from_ref(state: &AppState) -> Self {
        state.key.clone()
    }
}

impl FromRef<AppState> for OtherKey {
    fn from_ref(state: &AppState) -> Self {
        state.other.clone()
    }
}

impl From<OtherKey> for Key {
    fn from(key: OtherKey) -> Self {
        key.0
    }
}

fn state() -> AppState {
    AppState { key: Key::generate(), other: OtherKey(Key::generate()) }
}

fn call<T, S>(handler: impl Handler<T, S>, cookies: &[&str], state: &S) -> Response {
    let builder = cookies.iter().fold(Request::builder(), |builder, value| {
        builder.header("cookie", HeaderValue::from_bytes(value.as_bytes()).unwrap())
    });
    block_on(Handler::call(&handler, builder.body(Body::empty()).unwrap().into(), state))
        .into_response()
}

fn text(response: Response) -> String {
    block_on(response.into_body().collect_up_to(4096)).unwrap().into_string().unwrap()
}

fn set_cookies(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all("set-cookie").iter();
    values.map(|value| value.to_str().unwrap().to_owned()).collect()
}

/// The pair of the one cookie that is set, as a client sends it back.
fn pair(response: Response) -> String {
    let set = set_cookies(response.headers());
    assert_eq!(set.len(), 1, "{set:?}");
    set[0].split(';').next().unwrap().to_owned()
}

macro_rules! round_trips {
    ($($test:ident: $jar:ty;)*) => {$(
        #[test]
        fn $test() {
            async fn set(jar: $jar) -> $jar {
                jar.add(Cookie::new("k\u{e9}y; =", "va lue;\u{1f36a}\""))
            }
            async fn get(jar: $jar) -> String {
                assert_eq!(jar.iter().count(), 1);
                jar.get("k\u{e9}y; =").map(|cookie| cookie.value().to_owned()).unwrap_or_default()
            }
            async fn keep(jar: $jar) -> $jar {
                jar
            }
            async fn remove(jar: $jar) -> ($jar, &'static str) {
                let jar = jar.remove(Cookie::build("k\u{e9}y; =").path("/"));
                assert!(jar.get("k\u{e9}y; =").is_none());
                assert_eq!(jar.iter().count(), 0);
                (jar, "removed")
            }
            async fn add_and_remove(jar: $jar) -> $jar {
                jar.add(("new", "1")).remove("new")
            }
            let state = state();
            let pair = pair(call(set, &[], &state));
            assert!(pair.is_ascii() && pair.matches('=').count() == 1, "{pair}");
            assert_eq!(text(call(get, &[&pair], &state)), "va lue;\u{1f36a}\"");

            assert!(set_cookies(call(keep, &[&pair], &state).headers()).is_empty());
            assert!(set_cookies(call(add_and_remove, &[&pair], &state).headers()).is_empty());
            let removed = call(remove, &[&pair], &state);
            let set = set_cookies(removed.headers());
            assert!(set.len() == 1 && set[0].contains("=; Path=/; Max-Age=0; Expires="), "{set:?}");
            assert_eq!(text(removed), "removed");
        }
    )*};
}

round_trips! {
    plain_cookies: CookieJar;
    signed_cookies: SignedCookieJar;
    private_cookies: PrivateCookieJar;
    signed_cookies_of_another_key: SignedCookieJar<OtherKey>;
    private_cookies_of_another_key: PrivateCookieJar<OtherKey>;
}

#[test]
fn cookies_come_in_any_number_of_fields() {
    async fn all(jar: CookieJar) -> String {
        let mut all: Vec<_> = jar.iter().map(ToString::to_string).collect();
        all.sort();
        all.join(" ")
    }
    let all = |cookies: &[&str]| text(call(all, cookies, &()));
    assert_eq!(all(&[]), "");
    assert_eq!(all(&["a=1;b=2 ; c=3", "d=4"]), "a=1 b=2 c=3 d=4");
    assert_eq!(all(&["a=1; a=2"]), "a=2");
    assert_eq!(all(&["no cookie; =nameless; ; a=1; b=%ff; c=%zz"]), "a=1 c=%zz");
    assert_eq!(all(&["quoted=\"1 2\"; utf8=\u{e9}"]), "quoted=\"1 2\" utf8=\u{e9}");
    // A cookie that is not UTF-8 does not take the others with it.
    let mut headers = HeaderMap::new();
    headers.insert("cookie", HeaderValue::from_bytes(b"a=1; b=\xff; c=3").unwrap());
    assert_eq!(CookieJar::from_headers(&headers).iter().count(), 2);
}

/// The cookies read after `state` was set and then changed.
fn after(change: impl Fn(&str) -> String) -> [String; 2] {
    async fn set_signed(jar: SignedCookieJar) -> SignedCookieJar {
        jar.add(("user", "ferris"))
    }
    async fn set_private(jar: PrivateCookieJar) -> PrivateCookieJar {
        jar.add(("user", "ferris"))
    }
    async fn signed(jar: SignedCookieJar) -> String {
        format!("{:?} {}", jar.get("user").map(|user| user.value().to_owned()), jar.iter().count())
    }
    async fn private(jar: PrivateCookieJar) -> String {
        format!("{:?} {}", jar.get("user").map(|user| user.value().to_owned()), jar.iter().count())
    }
    let state = state();
    let cookies = [
        change(&pair(call(set_signed, &[], &state))),
        change(&pair(call(set_private, &[], &state))),
    ];
    [text(call(signed, &[&cookies[0]], &state)), text(call(private, &[&cookies[1]], &state))]
}

#[test]
fn foreign_cookies_are_ignored() {
    let untouched = "Some(\"ferris\") 1";
    assert_eq!(after(str::to_owned), [untouched, untouched]);
    for change in [
        |_: &str| "user=ferris".to_owned(),
        |_: &str| "user=".to_owned(),
        |pair: &str| format!("{pair}x"),
        |pair: &str| pair[..pair.len() - 1].to_owned(),
        |pair: &str| pair.replacen("user=", "user=A", 1),
    ] {
        assert_eq!(after(change), ["None 0", "None 0"]);
    }
    // Nor does it hide ours, wherever it stands.
    assert_eq!(after(|pair| format!("{pair}; user=mallory")), [untouched, untouched]);
    assert_eq!(after(|pair| format!("user=mallory; {pair}; other=1")), [untouched, untouched]);
    // Only a private cookie is bound to its name.
    let renamed = after(|pair| format!("{}; user=x", pair.replacen("user", "admin", 1)));
    assert_eq!(renamed, ["None 1", "None 0"]);
}

#[test]
fn another_key_opens_nothing() {
    async fn set(signed: SignedCookieJar, private: PrivateCookieJar) -> impl IntoResponse {
        (signed.add(("signed", "1")), private.add(("private", "2")))
    }
    async fn get(signed: SignedCookieJar<OtherKey>, private: PrivateCookieJar<OtherKey>) -> String {
        format!("{:?} {:?}", signed.get("signed"), private.get("private"))
    }
    let state = state();
    let set = set_cookies(call(set, &[], &state).headers());
    assert_eq!(set.len(), 2);
    let sent: Vec<_> = set.iter().map(String::as_str).collect();
    assert_eq!(text(call(get, &sent, &state)), "None None");
}

#[test]
fn the_cookie_crate_reads_ours_and_we_read_its() {
    let bytes: Vec<u8> = (0..64).collect();
    let (key, its_key) = (Key::from(&bytes), cookie::Key::from(&bytes));
    let ours = pair(PrivateCookieJar::new(key.clone()).add(("a", "secret")).into_response());
    assert!(!ours.contains("secret"));
    let again = pair(PrivateCookieJar::new(key.clone()).add(("a", "secret")).into_response());
    assert_ne!(ours, again, "a nonce was used twice");
    let ours = cookie::Cookie::parse_encoded(ours).unwrap();
    let jar = cookie::CookieJar::new();
    assert_eq!(jar.private(&its_key).decrypt(ours).unwrap().value(), "secret");

    let mut its = cookie::CookieJar::new();
    its.private_mut(&its_key).add(("a", "secret"));
    let its = its.get("a").unwrap().clone();
    assert_eq!(PrivateCookieJar::new(key).decrypt(its).unwrap().value(), "secret");
}

#[test]
fn keys() {
    let bytes: Vec<u8> = (0..100).collect();
    let key = Key::from(&bytes);
    assert_eq!((key.signing(), key.encryption()), (&bytes[..32], &bytes[32..64]));
    assert_eq!(Key::from(key.master()), key);
    assert!(Key::try_from(&bytes[..63]).is_err());
    assert!(std::panic::catch_unwind(|| Key::from(&[0; 63])).is_err());

    assert_eq!(Key::derive_from(&bytes[..32]), Key::derive_from(&bytes[..32]));
    assert_ne!(Key::derive_from(&bytes[..32]), Key::derive_from(&bytes[..33]));
    assert!(std::panic::catch_unwind(|| Key::derive_from(&[0; 31])).is_err());
    assert_ne!(Key::generate(), Key::generate());

    let shown = format!("{key:?} {:?}", SignedCookieJar::new(key.clone()));
    assert!(!shown.contains("[0") && !shown.contains("0, 1"), "{shown}");
}

#[test]
fn jars_show_no_values() {
    let key = Key::from(&[7; 64]);
    let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("user=s3cret"))]);
    let plain = CookieJar::from_headers(&headers).add(("b", "s3cret"));
    assert_eq!(format!("{:?}", plain.clone().remove("b")), r#"CookieJar({"user"})"#);
    let signed = SignedCookieJar::from_headers(&headers, key.clone()).add(("b", "s3cret"));
    let private = PrivateCookieJar::new(key).add(("user", "s3cret"));
    let set = format!("{:?}", private.clone().into_response().headers()["set-cookie"]);
    assert_eq!(set, "Sensitive");
    assert_eq!(format!("{private:?}"), r#"PrivateCookieJar({"user"})"#);
    let shown = format!(
        "{plain:?} {signed:?} {signed:#?} {:?}",
        (plain.clone(), signed.clone()).into_response()
    );
    assert!(!shown.contains("s3cret"), "{shown}");
}
