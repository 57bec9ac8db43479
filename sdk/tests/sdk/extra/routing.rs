//! Typed paths, resources, redirects for a slash at the end.

use std::fmt::{self, Display};

use doorway::Router;
use doorway::routing::{Resource, RouterExt, TypedPath, get};
use doorway::testing::TestClient;

use super::{alike, programs};
use crate::support::panics::panic_of;

programs!("programs/routing.rs");

#[test]
fn typed_paths_are_routes_extractors_and_links() {
    let answers = alike(
        ours::app(),
        theirs::app(),
        &[
            ("GET /planets", &[], ""),
            ("POST /planets", &[], "Vulcan"),
            ("PUT /planets", &[], ""),
            ("GET /planets/5/moons/2", &[], ""),
            ("GET /planets/5/moons/two", &[], ""),
            ("PUT /planets/5/moons/2", &[], ""),
            ("PUT /planets/5/moons/two", &[], ""),
            ("PATCH /planets/5/moons/two", &[], ""),
            ("DELETE /planets/5/moons/2", &[], ""),
            ("DELETE /planets/5/moons/two", &[], ""),
            ("OPTIONS /planets/5/moons/2", &[], ""),
            ("TRACE /planets/5/moons/2", &[], ""),
            ("CONNECT /planets/5/moons/2", &[], ""),
        ],
    );
    let texts: Vec<_> =
        answers.iter().map(|(status, _, text)| format!("{status} {text}")).collect();
    assert_eq!(texts[0], "200 /planets?&page=2&size=10 /planets?&page=2&size=10&tag=a+b%26");
    assert_eq!(texts[1], "200 Vulcan");
    assert_eq!(texts[3], "200 /planets/5/moons/3");
    assert!(texts[4].contains("path parameter `moon`: cannot parse `two` to a `u32`"));
}

#[test]
fn a_handler_is_added_for_each_method() {
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"];
    let lines: Vec<_> = methods.iter().map(|method| format!("{method} /every")).collect();
    let asked: Vec<_> = lines.iter().map(|line| (line.as_str(), &[][..], "")).collect();
    for (answer, method) in alike(ours::every(), theirs::every(), &asked).iter().zip(methods) {
        assert_eq!((answer.0, &*answer.2), (200, if method == "HEAD" { "" } else { method }));
    }
    // axum takes the content away.
    assert_eq!(
        TestClient::new(ours::every()).request("CONNECT", "/every").send().text(),
        "CONNECT"
    );
}

#[test]
fn a_resource_has_its_conventional_routes() {
    let answers = alike(
        ours::resource(),
        theirs::resource(),
        &[
            ("GET /users", &[], ""),
            ("POST /users", &[], ""),
            ("GET /users/new", &[], ""),
            ("GET /users/7", &[], ""),
            ("GET /users/7/edit", &[], ""),
            ("PUT /users/7", &[], ""),
            ("PATCH /users/7", &[], ""),
            ("DELETE /users/7", &[], ""),
            ("DELETE /users", &[], ""),
            ("GET /users/7/new", &[], ""),
        ],
    );
    let texts: Vec<_> = answers.iter().take(8).map(|(_, _, text)| &**text).collect();
    let expected =
        ["index", "create", "new", "show 7", "edit 7", "update 7", "update 7", "destroy 7"];
    assert_eq!(texts, expected);
    assert_eq!(answers[8].0, 405);
    assert_eq!(answers[9].0, 404);
}

#[test]
fn the_other_form_of_a_path_is_redirected() {
    let answers = alike(
        ours::slashes(),
        theirs::slashes(),
        &[
            ("GET /foo", &[], ""),
            ("GET /foo/", &[], ""),
            ("POST /foo/?a=b&c", &[], ""),
            ("GET /bar/", &[], ""),
            ("GET /bar", &[], ""),
            ("GET /bar?", &[], ""),
            ("GET /a/x%2Fy/", &[], ""),
            ("GET /b/x", &[], ""),
            ("GET /neko/nyan/", &[], ""),
            ("GET /neko/nyan?q", &[], ""),
            ("GET /service", &[], ""),
            ("GET /service/", &[], ""),
            ("GET /foo//", &[], ""),
        ],
    );
    assert_eq!(answers[2].1, ["location: /foo?a=b&c"]);
    assert_eq!(answers[6].1, ["location: /a/x%2Fy"]);
    assert_eq!(answers[9].1, ["location: /neko/nyan/?q"]);
    assert_eq!(answers[11], (308, vec!["location: /service".to_owned()], String::new()));
}

#[test]
fn a_redirect_never_names_another_host() {
    let without = || Router::new().route_with_tsr("/{name}", get("inside"));
    let with = || Router::new().route_with_tsr("/{name}/", get("inside"));
    let rest = Router::new().route_with_tsr("//{name}", get("inside"));
    let rest_with = Router::new().route_with_tsr("//{name}/", get("inside"));
    let apps: [Router; 4] = [
        without(),
        with(),
        Router::new().nest("/{outer}", without()),
        Router::new().nest("/{outer}", with()),
    ];
    let [without, with, nested_without, nested_with] = apps.map(TestClient::new);
    for (client, asked, location) in [
        (&without, "/\\evil.test/", "/%5Cevil.test"),
        (&without, "/\\evil.test\\/?a=\\b", "/%5Cevil.test%5C?a=\\b"),
        (&without, "/\\/", "/%5C"),
        (&with, "/\\evil.test", "/%5Cevil.test/"),
        (&nested_without, "/\\evil.test/\\a/", "/%5Cevil.test/%5Ca"),
        (&nested_with, "/\\evil.test/\\a", "/%5Cevil.test/%5Ca/"),
    ] {
        let response = client.get(asked).send();
        assert_eq!(response.status(), 308, "{asked}");
        assert_eq!(response.header("location"), Some(location), "{asked}");
        let base = url::Url::parse("https://here.test/").unwrap();
        assert_eq!(base.join(location).unwrap().host_str(), Some("here.test"));
        assert_eq!(client.get(location).send().status(), 200, "{location}");
    }
    for (app, asked) in [(rest, "//evil.test/"), (rest_with, "//evil.test")] {
        let response = TestClient::new(app).get(asked).send();
        assert_eq!((response.status().as_u16(), response.header("location")), (400, None));
    }
}

#[test]
fn a_path_too_long_for_a_uri_does_not_panic() {
    struct Long(usize);

    impl TypedPath for Long {
        const PATH: &'static str = "/{long}";
    }

    impl Display for Long {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "/{}", "a".repeat(self.0))
        }
    }

    assert_eq!(Long(65_533).to_uri().path().len(), 65_534);
    assert_eq!(Long(65_534).to_uri(), "*");
    let query = Long(65_000).with_query_params([("b", "c".repeat(1_000))]);
    assert_eq!(query.to_uri(), "*");
}

#[test]
fn wrong_routes_panic_where_they_are_added() {
    let (message, file, line) = panic_of(|| Router::<()>::new().route_with_tsr("/", get("root")));
    assert_eq!(message, "the route `/` has no path without its slash to redirect from");
    assert_eq!((&*file, line), (file!(), line!() - 2));

    let (message, file, line) =
        panic_of(|| Router::<()>::new().typed_get(ours::planets).typed_get(ours::planets));
    assert_eq!(message, "the route `/planets` has two handlers for GET");
    assert_eq!((&*file, line), (file!(), line!() - 2));

    let (message, file, line) = panic_of(|| Resource::<()>::named("a").new("one").new("two"));
    assert_eq!(message, "the route `/a/new` has two handlers for GET");
    assert_eq!((&*file, line), (file!(), line!() - 2));

    let (message, ..) = panic_of(|| ours::Planets.with_query_params([[["deep"]]]).to_uri());
    assert!(message.contains("cannot be written as a query"), "{message}");

    let (message, ..) = panic_of(|| ours::Spaced.to_uri());
    assert_eq!(message, "a typed path of `/spaced` does not write a URI: invalid uri character");
}
