//! Routers that cannot be built say so, with the line that builds them.

use doorway::http::HeaderName;
use doorway::middleware::DefaultBodyLimit;
use doorway::routing::{MethodFilter, MethodRouter, any, delete, get, post};
use doorway::{Request, Router};

use crate::support::panics::panic_of;

/// That code panics on this very line, with a message.
macro_rules! refused {
    ($message:expr, $code:expr) => {{
        let (message, file, line) = panic_of(|| $code);
        assert_eq!(message, $message);
        assert_eq!((&*file, line), (file!(), line!()), "{message}");
    }};
}

fn app() -> Router {
    Router::new().route("/a", get("a")).route("/b/{id}", get("b"))
}

#[test]
fn malformed_routes() {
    let slash = "cannot be added: a route starts with `/`";
    refused!(format!("the route `a` {slash}"), app().route("a", get("x")));
    refused!(format!("the route `` {slash}"), app().route("", get("x")));
    refused!(format!("the route `{{x}}` {slash}"), app().route("{x}", get("x")));
    let parameter = "cannot be added: a parameter is `{name}`; a brace that is not part of one is written twice";
    for path in ["/{", "/}", "/{}", "/x}", "/{x", "/{a{b}", "/{x/y}", "/{*}", "/{x*}", "/{{x}"] {
        refused!(format!("the route `{path}` {parameter}"), app().route(path, get("x")));
    }
    let one = "cannot be added: a segment, from one `/` to the next, has one parameter at most";
    refused!(format!("the route `/{{x}}{{y}}` {one}"), app().route("/{x}{y}", get("x")));
    refused!(format!("the route `/b/{{id}}-{{y}}` {one}"), app().route("/b/{id}-{y}", get("x")));
    let last = "cannot be added: `{*name}` is the end of a route";
    refused!(format!("the route `/{{*x}}/a` {last}"), app().route("/{*x}/a", get("x")));
    refused!(format!("the route `/{{*x}}a` {last}"), app().route("/{*x}a", get("x")));
    let brace = "cannot be added: a brace cannot stand right after a parameter";
    refused!(format!("the route `/{{x}}}}` {brace}"), app().route("/{x}}", get("x")));
    refused!(format!("the route `/{{x}}}}}}` {brace}"), app().route("/{x}}}", get("x")));
    refused!(format!("the route `/{{xy}}{{{{` {brace}"), app().route("/{xy}{{", get("x")));
    let query = "cannot be added: a route is a path; what follows the `?` is not routed";
    refused!(format!("the route `/x?y` {query}"), app().route("/x?y", get("x")));
    let many: String = ('a'..='z').map(|name| format!("/{{{name}}}")).collect();
    let most = "cannot be added: a route has 25 parameters at most";
    refused!(format!("the route `{many}` {most}"), app().route(many.clone(), get("x")));
    let fewer: String = ('a'..='y').map(|name| format!("/{{{name}}}")).collect();
    let _ = app().route(fewer, get("x"));
}

#[test]
fn routes_that_exclude_each_other() {
    let clash = |parameter| {
        format!(
            "the route `/b/{parameter}` cannot be added: it conflicts with the route `/b/{{id}}`"
        )
    };
    let service = |_: Request| async {};
    let named = || Router::new().route("/{name}", get("x"));
    let nested = || Router::new().nest("/b", named());
    refused!(clash("{name}"), app().route("/b/{name}", post("x")));
    refused!(clash("{*rest}"), app().route("/b/{*rest}", get("x")));
    refused!(clash("{name}"), app().route_service("/b/{name}", service));
    refused!(clash("{name}"), app().merge(nested()));
    refused!(clash("{name}"), app().nest("/b", named()));
    refused!(clash("{*doorway.rest}"), app().nest_service("/b", service));
}

#[test]
fn methods_with_two_handlers() {
    let get_twice = "the route `/a` has two handlers for GET";
    refused!(get_twice, app().route("/a", get("x")));
    refused!(get_twice, app().route("/a", post("x").get("y")));
    refused!(get_twice, app().merge(Router::new().route("/a", get("x"))));
    refused!(get_twice, Router::new().nest("/a", Router::new().route("/", get("x"))).merge(app()));
    let any_twice = "the route `/c` has two handlers for any method";
    refused!(any_twice, app().route("/c", any("x")).route("/c", any("x")));
    let once = "a method router has two handlers for";
    refused!(format!("{once} GET"), get::<_, _, ()>("x").get("y"));
    refused!(format!("{once} GET"), get::<_, _, ()>("x").get_service(|_: Request| async {}));
    refused!(format!("{once} DELETE"), delete::<_, _, ()>("x").on(MethodFilter::DELETE, "y"));
    let both = MethodFilter::GET.or(MethodFilter::POST).or(MethodFilter::PUT);
    refused!(format!("{once} GET, PUT"), get::<_, _, ()>("x").put("x").on(both, "y"));
    refused!(format!("{once} GET"), get::<_, _, ()>("x").merge(get("y")));
    let fallbacks = "two method routers with a fallback cannot be merged";
    refused!(fallbacks, any::<_, _, ()>("x").merge(MethodRouter::new().fallback("y")));
}

#[test]
fn prefixes_that_nothing_is_nested_at() {
    let root = "nothing is nested at `/`: use `merge` or `fallback_service`";
    for prefix in ["/", "//"] {
        refused!(root, Router::<()>::new().nest(prefix, app()));
        refused!(root, Router::<()>::new().nest_service(prefix, app()));
    }
    for prefix in ["", "a", "a/", "{x}"] {
        let message = format!("the prefix `{prefix}` does not start with `/`");
        refused!(message, Router::<()>::new().nest(prefix, app()));
        refused!(message, Router::<()>::new().nest_service(prefix, app()));
    }
    let all = "the prefix `/x/{*y}` contains `{*`, which matches all";
    refused!(all, Router::<()>::new().nest("/x/{*y}", app()));
    refused!(all, Router::<()>::new().nest_service("/x/{*y}", app()));
    let _ = Router::<()>::new().nest("/{{*}}", app());
    let (message, file, _) = panic_of(|| Router::<()>::new().nest("/{", app()));
    assert!(message.starts_with("the route `/{/a` cannot be added"), "{message}");
    assert_eq!(file, file!());
}

#[test]
fn two_fallbacks() {
    let other = || Router::<()>::new().fallback("x");
    refused!("two routers with a fallback cannot be merged", other().merge(other()));
    refused!("two routers with a fallback cannot be merged", other().merge(other().merge(app())));
    let nested = "two routers with a fallback are nested at `/n`";
    refused!(nested, Router::<()>::new().nest("/n", other()).nest("/n", other()));
    refused!(nested, Router::new().nest("/n", other()).merge(Router::new().nest("/n/", other())));
    let _ = other().merge(other().reset_fallback());
}

#[test]
fn route_layers_around_nothing() {
    let message = "a `route_layer` before any route is around nothing";
    refused!(message, Router::<()>::new().route_layer(DefaultBodyLimit::disable()));
    refused!(message, Router::<()>::new().fallback("x").route_layer(DefaultBodyLimit::disable()));
}

#[test]
fn other_panics_are_not_hidden() {
    let (message, _, line) = panic_of(|| HeaderName::from_static("Upper"));
    assert!(!message.is_empty() && line > 0);
}
