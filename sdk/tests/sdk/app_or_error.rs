//! Apps that may fail to be built: a bare 500 for the client, the story for the log.

use std::error::Error as StdError;
use std::fmt;

use doorway::client::{self, Client};
use doorway::routing::get;
use doorway::testing::{TestClient, block_on};
use doorway::{Error, IntoResponse, Request, Response, Router, Service};

/// The shape of the README's own.
fn app(base: &str) -> Result<Router, client::Error> {
    let client = Client::builder().base_url(base).build()?;
    Ok(Router::new().route("/", get(async || "built")).with_state(client))
}

fn is_bare_500(response: Response) {
    assert_eq!(response.status(), 500);
    assert!(response.headers().is_empty());
    assert!(block_on(response.into_body().collect_up_to(64)).unwrap().bytes().is_empty());
}

#[test]
fn an_app_that_was_built_answers() {
    let client = TestClient::new(app("https://api.example/"));
    assert_eq!(client.get("/").send().text(), "built");
    assert_eq!(client.post("/").send().status(), 405);
    let missing = client.get("/none").send();
    assert_eq!(missing.status(), 404);
}

#[test]
fn an_app_that_was_not_built_answers_500() {
    let client = TestClient::new(app("api.example"));
    for path in ["/", "/none"] {
        let response = client.get(path).send();
        assert_eq!(response.status(), 500);
        assert!(response.header("content-type").is_none());
        assert_eq!(response.text(), "");
    }
    is_bare_500(block_on(app("api.example").call(Request::default())));
}

#[test]
fn a_part_of_an_app_may_fail_as_well() {
    #[derive(Debug)]
    struct NoKey;
    impl fmt::Display for NoKey {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("there is no key")
        }
    }
    impl StdError for NoKey {}

    let admin: Result<Router, NoKey> = Err(NoKey);
    let app: Router = Router::new().route("/", get(async || "fine")).nest_service("/admin", admin);
    let client = TestClient::new(app);
    assert_eq!(client.get("/").send().text(), "fine");
    assert_eq!(client.get("/admin/x").send().status(), 500);
}

#[test]
fn any_service_and_any_error_will_do() {
    fn closure() -> Result<impl Service, Error> {
        Ok(|request: Request| async move { request.uri().path().to_owned() })
    }
    fn none() -> Result<impl Service, Error> {
        let text: Result<(), &str> = Err("no such planet");
        text.map_err(Error::other)?;
        Ok(|_: Request| async {})
    }
    assert_eq!(TestClient::new(closure()).get("/a").send().text(), "/a");
    is_bare_500(block_on(none().call(Request::default())).into_response());
}
