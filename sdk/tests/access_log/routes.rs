//! The route in the log is the one that handlers get.

use std::cell::RefCell;
use std::rc::Rc;

use doorway::extract::MatchedPath;
use doorway::middleware::{AccessLogLayer, Next, from_fn};
use doorway::routing::{any, get};
use doorway::testing::TestClient;
use doorway::{Request, Router};

use super::capture::{capture, hello, lines};

/// Asks for a path, and gives the routes that were logged and those that middlewares in the same
/// places were told, from the outside in.
fn routes(client: &TestClient, told: &Told, path: &str) -> (Vec<String>, Vec<String>) {
    client.get(path).send().text();
    let mut logged: Vec<_> = lines()
        .iter()
        .map(|line| {
            let route = line.split(' ').find_map(|word| word.strip_prefix("route="));
            route.unwrap_or("-").to_owned()
        })
        .collect();
    // The innermost ends first.
    logged.reverse();
    (logged, told.take())
}

type Told = Rc<RefCell<Vec<String>>>;

/// With an access log around it, and a middleware that reads the route in the same place.
fn logged(router: Router, told: &Told) -> Router {
    let told = told.clone();
    let tell = move |path: Option<MatchedPath>, request: Request, next: Next| {
        let path = path.map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
        told.borrow_mut().push(path);
        next.run(request)
    };
    router.layer(from_fn(tell)).layer(AccessLogLayer::new())
}

#[test]
fn the_route_is_the_matched_path_for_every_kind_of_route() {
    capture();
    let told = Told::default();
    let plain = || Router::new().route("/", get(hello)).route("/{id}", get(hello));
    let service = || async |request: Request| request.uri().path().to_owned();
    let inner = logged(plain(), &told);
    let app = Router::new()
        .route("/planets/{id}", get(hello))
        .route("/files/{*path}", any(hello))
        .route("/{{braces}}", get(hello))
        .route_service("/service", service())
        .nest("/nested", plain().fallback(hello))
        .nest("/twice", Router::new().nest("/{tenant}", plain()))
        .nest_service("/assets", service())
        .nest_service("/{tenant}/assets", service())
        .nest_service("/app", inner.clone())
        .nest("/deep", Router::new().nest_service("/app", inner))
        .fallback(hello);
    let client = TestClient::new(logged(app, &told));
    for (path, expected) in [
        ("/planets/3", &["/planets/{id}"][..]),
        ("/files/a/b", &["/files/{*path}"]),
        ("/{braces}", &["/{{braces}}"]),
        ("/service", &["/service"]),
        ("/nested", &["/nested"]),
        ("/nested/3", &["/nested/{id}"]),
        ("/nested/3/none", &["-"]),
        ("/twice/a", &["/twice/{tenant}"]),
        ("/twice/a/3", &["/twice/{tenant}/{id}"]),
        ("/assets", &["/assets"]),
        ("/assets/", &["/assets"]),
        ("/assets/style.css", &["/assets"]),
        ("/assets/a/b", &["/assets"]),
        ("/a/assets/style.css", &["/{tenant}/assets"]),
        ("/app/3", &["/app", "/app/{id}"]),
        ("/app", &["/app", "/app"]),
        ("/deep/app/3", &["/deep/app", "/deep/app/{id}"]),
        ("/deep/app/3/none", &["/deep/app", "-"]),
        ("/none/at/all", &["-"]),
    ] {
        let (logged, told) = routes(&client, &told, path);
        assert_eq!(logged, expected, "{path}");
        assert_eq!(told, expected, "{path}");
    }
}
