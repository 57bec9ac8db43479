//! Which state a handler is given.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use doorway::extract::{FromRef, FromRequestParts, Path, State};
use doorway::http::StatusCode;
use doorway::middleware::{Next, from_fn_with_state};
use doorway::request::Parts;
use doorway::routing::{MethodRouter, get, post};
use doorway::{Request, Response, Router};

use crate::support::ask::check;

/// A state that is no `Send`, and takes no copies.
#[derive(Clone)]
struct AppState {
    name: Rc<str>,
    visits: Rc<Cell<u32>>,
}

impl AppState {
    fn new(name: &str) -> Self {
        Self { name: name.into(), visits: Rc::default() }
    }
}

impl FromRef<AppState> for Rc<str> {
    fn from_ref(state: &AppState) -> Self {
        state.name.clone()
    }
}

struct Visits(u32);

impl FromRef<AppState> for Visits {
    fn from_ref(state: &AppState) -> Self {
        Self(state.visits.get())
    }
}

async fn name(State(state): State<AppState>) -> String {
    state.name.to_string()
}

async fn part(State(name): State<Rc<str>>, State(Visits(visits)): State<Visits>) -> String {
    format!("{name} {visits}")
}

async fn number(State(number): State<u32>) -> String {
    number.to_string()
}

#[test]
fn handlers_share_the_state_and_take_parts_of_it() {
    let state = AppState::new("app");
    let visit =
        |State(state): State<AppState>| async move { state.visits.set(state.visits.get() + 1) };
    let app = Router::new().route("/", get(name).post(visit)).route("/part", get(part));
    let app = app.with_state(state.clone());
    check(&app, [("GET /", "200 app"), ("GET /part", "200 app 0"), ("POST /", "200")]);
    assert_eq!(state.visits.get(), 3);
    check(&app, [("GET /part", "200 app 3")]);
}

#[test]
fn each_router_may_have_a_state_of_its_own() {
    fn numbers<S>() -> Router<S> {
        Router::new().route("/n", get(number)).with_state(7)
    }
    let more = Router::new().route("/m", get(number)).fallback(number).with_state(8);
    let app = Router::new()
        .route("/", get(name))
        .merge(numbers())
        .nest("/more", more)
        .nest_service("/service", numbers())
        .with_state(AppState::new("app"));
    check(
        &app,
        [
            ("GET /", "200 app"),
            ("GET /n", "200 7"),
            ("GET /more/m", "200 8"),
            ("GET /more/x", "200 8"),
            ("GET /service/n", "200 7"),
        ],
    );
}

#[test]
fn a_state_may_be_given_before_more_routes_of_another() {
    let app: Router<u32> =
        Router::new().route("/name", get(name)).with_state(AppState::new("first"));
    let app: Router<AppState> = app.route("/n", get(number)).with_state(1);
    let app: Router = app.route("/name2", get(name)).with_state(AppState::new("second"));
    check(&app, [("GET /name", "200 first"), ("GET /n", "200 1"), ("GET /name2", "200 second")]);
    let app: Router<u32> = Router::new().route("/1", get(number)).with_state(1);
    let app: Router = app.route("/2", get(number)).with_state(2);
    check(&app, [("GET /1", "200 1"), ("GET /2", "200 2")]);
}

#[test]
fn a_router_without_state_goes_with_any() {
    let plain: Router<AppState> = Router::new().route("/plain", get("plain")).with_state(());
    let generic = generic_routes::<AppState>();
    let app = plain.merge(generic).route("/", get(name)).with_state(AppState::new("app"));
    check(&app, [("GET /plain", "200 plain"), ("GET /generic/7", "200 7"), ("GET /", "200 app")]);
}

/// Routes for an app of any state.
fn generic_routes<S: 'static>() -> Router<S> {
    Router::new().route("/generic/{id}", get(|Path(id): Path<u32>| async move { id.to_string() }))
}

#[test]
fn method_routers_may_be_given_their_state() {
    let numbers: MethodRouter<AppState> = get(number).fallback(number).with_state(3);
    let app = Router::new().route("/", numbers.put(name)).with_state(AppState::new("app"));
    check(&app, [("GET /", "200 3"), ("POST /", "200 3"), ("PUT /", "200 app")]);
}

#[test]
fn fallbacks_are_given_the_state() {
    let refuse =
        |State(state): State<AppState>| async move { (StatusCode::GONE, state.name.to_string()) };
    let app = Router::new()
        .route("/", get(name))
        .method_not_allowed_fallback(refuse)
        .fallback(refuse)
        .with_state(AppState::new("app"));
    check(&app, [("POST /", "410 app"), ("GET /x", "410 app")]);
}

/// An extractor that succeeds for users in the state.
struct Allowed;

impl<S> FromRequestParts<S> for Allowed
where
    AppState: FromRef<S>,
{
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let state = AppState::from_ref(state);
        let is_named = parts.uri.path().ends_with(&*state.name);
        if is_named { Ok(Self) } else { Err(StatusCode::FORBIDDEN) }
    }
}

#[test]
fn extractors_and_middlewares_read_the_state() {
    async fn count(
        State(state): State<AppState>,
        _: Allowed,
        request: Request,
        next: Next,
    ) -> Response {
        state.visits.set(state.visits.get() + 1);
        next.run(request).await
    }
    let state = AppState::new("me");
    let app = Router::new()
        .route("/{user}", get(|_: Allowed| async { "allowed" }))
        .layer(from_fn_with_state(state.clone(), count))
        .with_state(state.clone());
    check(&app, [("GET /me", "200 allowed"), ("GET /you", "403")]);
    assert_eq!(state.visits.get(), 3);
}

#[test]
fn closures_need_not_be_send() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let push = {
        let seen = seen.clone();
        move |Path(word): Path<String>| {
            let seen = seen.clone();
            async move {
                seen.borrow_mut().push(word);
                seen.borrow().len().to_string()
            }
        }
    };
    let app: Router = Router::new().route("/{word}", post(push));
    check(&app, [("POST /a", "405")].map(|_| ("GET /a", "405 [POST, OPTIONS]")));
    let client = doorway::testing::TestClient::new(app);
    assert_eq!(client.post("/one").send().text(), "1");
    assert_eq!(client.post("/two").send().text(), "2");
    assert_eq!(*seen.borrow(), ["one", "two"]);
}
