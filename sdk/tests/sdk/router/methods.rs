//! Which handler of a path answers which method.

use doorway::http::{HeaderMap, Method, StatusCode};
use doorway::routing::{
    MethodFilter, MethodRouter, any, any_service, connect, delete, get, get_service, head, on,
    on_service, options, patch, post, post_service, put, trace,
};
use doorway::testing::TestClient;
use doorway::{Request, Router};

use crate::support::ask::{ask, check};

#[test]
fn each_function_answers_its_method() {
    let methods: [(&str, MethodRouter); 9] = [
        ("GET", get("x")),
        ("HEAD", head("x")),
        ("POST", post("x")),
        ("PUT", put("x")),
        ("PATCH", patch("x")),
        ("DELETE", delete("x")),
        ("OPTIONS", options("x")),
        ("CONNECT", connect("x")),
        ("TRACE", trace("x")),
    ];
    for (method, routes) in methods {
        let allow = match method {
            "GET" => "GET, HEAD, OPTIONS".to_owned(),
            "CONNECT" | "TRACE" => format!("OPTIONS, {method}"),
            "OPTIONS" => method.to_owned(),
            method => format!("{method}, OPTIONS"),
        };
        let app = Router::new().route("/", routes);
        let expected = if method == "HEAD" { "200" } else { "200 x" };
        assert_eq!(ask(&app, &format!("{method} /")), expected);
        for other in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE"] {
            if other != method && (other, method) != ("HEAD", "GET") {
                assert_eq!(ask(&app, &format!("{other} /")), format!("405 [{allow}]"), "{method}");
            }
        }
        let expected = if method == "OPTIONS" { "200 x".into() } else { format!("204 [{allow}]") };
        assert_eq!(ask(&app, "OPTIONS /"), expected);
    }
}

#[test]
fn handlers_are_added_one_after_the_other() {
    let writes = MethodFilter::PUT.or(MethodFilter::PATCH);
    let service = |request: Request| async move { format!("service {}", request.method()) };
    let app = Router::new()
        .route(
            "/a",
            get("get").post("post").on(writes, |method: Method| async move { method.to_string() }),
        )
        .route("/b", on(writes, "write").delete_service(service))
        .route("/c", get_service(service).merge(post_service(service)))
        .route("/d", on_service(writes, service).get("get"))
        .route("/e", MethodRouter::new().trace("trace").options("options"))
        .route("/f", MethodRouter::new());
    check(
        &app,
        [
            ("GET /a", "200 get"),
            ("POST /a", "200 post"),
            ("PUT /a", "200 PUT"),
            ("PATCH /a", "200 PATCH"),
            ("DELETE /a", "405 [GET, HEAD, POST, PUT, PATCH, OPTIONS]"),
            ("PUT /b", "200 write"),
            ("DELETE /b", "200 service DELETE"),
            ("GET /b", "405 [PUT, PATCH, DELETE, OPTIONS]"),
            ("GET /c", "200 service GET"),
            ("POST /c", "200 service POST"),
            ("PATCH /d", "200 service PATCH"),
            ("GET /d", "200 get"),
            ("TRACE /e", "200 trace"),
            ("OPTIONS /e", "200 options"),
            ("GET /f", "405 [OPTIONS]"),
            ("OPTIONS /f", "204 [OPTIONS]"),
        ],
    );
}

#[test]
fn any_takes_methods_of_no_standard_and_leaves_others_their_own() {
    let method = |method: Method| async move { format!("any {method}") };
    let app = Router::new()
        .route("/a", any(method))
        .route("/b", any(method).post("post"))
        .route("/c", any_service(|request: Request| async move { request.method().to_string() }))
        .route("/d", any(method))
        .route("/d", put("put"))
        .route_service("/e", |request: Request| async move { request.method().to_string() });
    check(
        &app,
        [
            ("GET /a", "200 any GET"),
            ("PURGE /a", "200 any PURGE"),
            ("OPTIONS /a", "200 any OPTIONS"),
            ("CONNECT /a", "200 any CONNECT"),
            ("POST /b", "200 post"),
            ("GET /b", "200 any GET"),
            ("OPTIONS /b", "200 any OPTIONS"),
            ("PURGE /c", "200 PURGE"),
            ("PUT /d", "200 put"),
            ("GET /d", "200 any GET"),
            ("PURGE /e", "200 PURGE"),
        ],
    );
}

#[test]
fn a_path_may_be_added_several_times() {
    let app = Router::new()
        .route("/{id}", get("get"))
        .route("/other", get("other"))
        .route("/{id}", post("post").put("put"))
        .merge(Router::new().route("/{id}", delete("delete")));
    check(
        &app,
        [
            ("GET /1", "200 get"),
            ("HEAD /1", "200"),
            ("POST /1", "200 post"),
            ("PUT /1", "200 put"),
            ("DELETE /1", "200 delete"),
            ("PATCH /1", "405 [GET, HEAD, POST, PUT, DELETE, OPTIONS]"),
            ("PURGE /1", "405 [GET, HEAD, POST, PUT, DELETE, OPTIONS]"),
            ("OPTIONS /1", "204 [GET, HEAD, POST, PUT, DELETE, OPTIONS]"),
            ("POST /other", "405 [GET, HEAD, OPTIONS]"),
        ],
    );
}

#[test]
fn head_is_answered_by_get_without_content() {
    let app = Router::new()
        .route(
            "/a",
            get(|method: Method| async move { ([("x-method", method.to_string())], "12345") }),
        )
        .route("/b", get("get").head(([("x-own", "yes")], "longer than that")))
        .route("/c", get("get"))
        .route("/c", head([("x-own", "yes")]))
        .route("/d", head([("x-own", "yes")]))
        .route("/d", get("get"));
    let client = TestClient::new(app);
    let response = client.head("/a").send();
    assert_eq!(response.status(), 200);
    assert_eq!(response.header("x-method"), Some("HEAD"));
    assert_eq!(response.header("content-length"), Some("5"));
    assert_eq!(response.text(), "");
    for path in ["/b", "/c", "/d"] {
        assert_eq!(client.head(path).send().header("x-own"), Some("yes"), "{path}");
        assert_eq!(client.get(path).send().text(), "get");
    }
}

#[test]
fn options_may_be_overridden() {
    let app = Router::new()
        .route("/a", get("a").options((StatusCode::OK, [("allow", "GET")], "mine")))
        .route("/b", get("b").fallback(|method: Method| async move { method.to_string() }))
        .route("/c", get("c"))
        .route("/c", options("mine"));
    check(
        &app,
        [
            ("OPTIONS /a", "200 [GET] mine"),
            ("OPTIONS /b", "200 OPTIONS"),
            ("OPTIONS /c", "200 mine"),
            ("POST /c", "405 [GET, HEAD, OPTIONS]"),
        ],
    );
}

#[test]
fn a_refusal_is_a_problem_document() {
    let client = TestClient::new(Router::new().route("/", get("x")));
    let response = client.post("/").body("ignored").send();
    assert_eq!(response.status(), 405);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    assert_eq!(response.text(), r#"{"title":"Method Not Allowed","status":405}"#);
    let response = client.get("/nowhere").send();
    assert_eq!(response.status(), 404);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    assert_eq!(response.text(), r#"{"title":"Not Found","status":404}"#);
    assert!(response.header("allow").is_none());
    let response = client.options("/").send();
    assert_eq!((response.status().as_u16(), response.text().as_str()), (204, ""));
    assert!(response.header("content-type").is_none());
}

#[test]
fn a_fallback_of_a_path_answers_its_other_methods() {
    let teapot = || async { (StatusCode::IM_A_TEAPOT, "not that") };
    let own_allow = (StatusCode::METHOD_NOT_ALLOWED, [("allow", "GET")], "not that");
    let app = Router::new()
        .route("/a", get("a").fallback(teapot))
        .route("/b", get("b").fallback((StatusCode::METHOD_NOT_ALLOWED, "not that")))
        .route("/c", get("c").fallback(own_allow))
        .route("/d", get("d"))
        .route("/d", MethodRouter::new().fallback_service(|_: Request| async { "service" }))
        .route("/e", get("e").merge(MethodRouter::new().fallback(teapot)))
        .route("/f", any(StatusCode::METHOD_NOT_ALLOWED));
    check(
        &app,
        [
            ("GET /a", "200 a"),
            ("HEAD /a", "200"),
            ("POST /a", "418 not that"),
            ("POST /b", "405 [GET, HEAD, OPTIONS] not that"),
            ("POST /c", "405 [GET] not that"),
            ("POST /d", "200 service"),
            ("POST /e", "418 not that"),
            // A handler of all methods refuses none.
            ("POST /f", "405"),
        ],
    );
}

#[test]
fn methods_not_allowed_have_a_fallback_for_all_routes() {
    let refuse = |method: Method, headers: HeaderMap| async move {
        (
            StatusCode::METHOD_NOT_ALLOWED,
            format!(
                "no {method}, {} fields",
                headers.len() - usize::from(headers.contains_key("host"))
            ),
        )
    };
    let app = Router::new()
        .route("/a", get("a"))
        .route("/a", put("a"))
        .route("/b", get("b").fallback("own"))
        .route("/any", any("any"))
        .method_not_allowed_fallback(refuse)
        .method_not_allowed_fallback("too late")
        .route("/after", get("after"));
    check(
        &app,
        [
            ("POST /a", "405 [GET, HEAD, PUT, OPTIONS] no POST, 0 fields"),
            ("PURGE /a", "405 [GET, HEAD, PUT, OPTIONS] no PURGE, 0 fields"),
            ("OPTIONS /a", "204 [GET, HEAD, PUT, OPTIONS]"),
            ("HEAD /a", "200"),
            ("POST /b", "200 own"),
            ("POST /any", "200 any"),
            ("POST /after", "405 [GET, HEAD, OPTIONS]"),
            ("POST /nowhere", "404"),
        ],
    );
    let inner = Router::new().route("/x", get("x")).method_not_allowed_fallback("inner");
    let app = Router::new()
        .nest("/inner", inner)
        .nest("/plain", Router::new().route("/x", get("x")))
        .method_not_allowed_fallback("outer");
    check(&app, [("POST /inner/x", "200 inner"), ("POST /plain/x", "200 outer")]);
}

#[test]
fn filters_are_sets() {
    let filter = MethodFilter::GET.or(MethodFilter::DELETE);
    assert_eq!(filter.to_string(), "GET, DELETE");
    assert_eq!(filter.or(MethodFilter::GET), filter);
    assert_eq!(format!("{:?}", get::<_, _, ()>("x").post("x")), "MethodRouter(GET, POST)");
}
