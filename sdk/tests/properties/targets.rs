//! Routes, parameters and URIs agree for any request target.

use doorway::Router;
use doorway::extract::{MatchedPath, OriginalUri, RawQuery, Request};
use doorway::http::Uri;
use doorway::middleware::{Next, from_fn};
use doorway::response::Response;
use doorway::routing::get;
use doorway::testing::TestClient;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use crate::inputs;

const VALID: &[&str] = &[
    "users/7?page=2",
    "a%20b/%C3%A9/é?q=%zz&r",
    "/evil.test/../x/./y//",
    "%2F%2e%2E%2f/%00?%",
    "\"<>\\^`{|}/?\"<>",
    "",
];

const TOKENS: &[&str] = &[
    "/", "//", "?", "%", "%2F", "%2e", " ", "\0", "\t", "\r\n", "\u{7f}", "<", "{", "}", "é", ":",
    "@", "*",
];

fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

/// The parts of a request that a handler sees.
async fn views(
    uri: Uri,
    OriginalUri(original): OriginalUri,
    RawQuery(query): RawQuery,
    matched: Option<MatchedPath>,
    request: Request,
) -> String {
    let again = request.uri().clone();
    let matched = matched.map_or_else(String::new, |path| path.as_str().to_owned());
    format!("{uri}\n{original}\n{again}\n{}\n{matched}", query.is_some())
}

async fn reading(request: Request, next: Next) -> Response {
    assert!(request.uri().path().starts_with('/'));
    next.run(request).await
}

fn app() -> Router {
    let inner = || Router::new().route("/{*rest}", get(views)).fallback(views);
    Router::new()
        .nest("/nest/{id}", inner())
        .nest_service("/service", inner())
        .route("/flat/{*rest}", get(views))
        .fallback(views)
}

thread_local! {
    static CLIENTS: [TestClient; 2] =
        [TestClient::new(app()), TestClient::new(app().layer(from_fn(reading)))];
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn all_views_are_of_one_path(
        start in prop::sample::select(&["/", "/flat/", "/nest/7/", "/nest/%C3%A9 /", "/service/"][..]),
        rest in inputs::text(VALID, TOKENS),
        is_read in any::<bool>(),
    ) {
        // There are no fragments in requests, and a test's are left out.
        let target = format!("{start}{}", rest.replace('#', "-"));
        let text = CLIENTS.with(|clients| clients[usize::from(is_read)].get(&target).send().text());
        let views: Vec<_> = text.split('\n').collect();
        let [uri, original, again, query, matched] = views[..] else {
            return Err(TestCaseError::fail(text));
        };
        prop_assert_eq!(uri, again);
        let (path, expected_query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (&*target, None),
        };
        let original: Uri = original.parse().unwrap();
        prop_assert_eq!(decoded(original.path()), decoded(path));
        prop_assert_eq!(original.query().map(decoded), expected_query.map(decoded));
        prop_assert_eq!(query, expected_query.is_some().to_string());
        let uri: Uri = uri.parse().unwrap();
        prop_assert_eq!(uri.query().map(decoded), original.query().map(decoded));
        let stripped = match matched {
            "/nest/{id}/{*rest}" => 2,
            "/service/{*rest}" => 1,
            "/flat/{*rest}" => 0,
            "" => {
                prop_assert!(decoded(original.path()).ends_with(&decoded(uri.path())), "{} {}", original, uri);
                return Ok(());
            }
            other => return Err(TestCaseError::fail(other.to_owned())),
        };
        let inner: String =
            original.path().split('/').skip(stripped + 1).flat_map(|segment| ["/", segment]).collect();
        // A part may be encoded where the whole is.
        prop_assert_eq!(decoded(uri.path()), decoded(&inner));
    }
}
