#![deny(warnings)]
#![forbid(unsafe_code)]

use std::rc::Rc;

use doorway::Router;
use doorway::extract::{FromRef, FromRequest, FromRequestParts, Query, State};
use doorway::response::Response;
use doorway::routing::get;

/// As it is shared on one thread.
#[derive(Clone, Default, FromRef, FromRequestParts)]
#[from_request(via(State))]
struct AppState {
    inner: Inner,
    text: &'static str,
    shared: Rc<str>,
    #[from_ref(skip)]
    _also: Inner,
}

#[derive(Clone, Default, FromRequestParts)]
#[from_request(via(State), state(AppState))]
struct Inner;

#[derive(FromRef)]
struct TupleState(Inner, #[from_ref(skip)] Inner, u64);

#[derive(FromRequest)]
struct Inferred {
    _state: State<AppState>,
    _again: State<AppState>,
    _body: String,
}

#[derive(FromRequestParts)]
struct InferredFromVia {
    #[from_request(via(State))]
    _state: AppState,
}

#[derive(FromRequest)]
#[from_request(state(AppState))]
struct Named {
    _state: State<AppState>,
    _inner: State<Inner>,
    #[from_request(via(State))]
    _text: &'static str,
    _body: String,
}

#[derive(FromRequestParts)]
#[from_request(state(AppState))]
struct NamedParts {
    _inner: State<Inner>,
    _query: Option<Query<Vec<(String, String)>>>,
}

#[derive(Clone, Default, FromRequest)]
#[from_request(via(State))]
struct WholeBody;

#[derive(Clone, FromRequest)]
#[from_request(via(State))]
enum ByEnum {
    One,
}

#[derive(Clone, FromRequest)]
#[from_request(via(State), state(ByEnum))]
enum PartOfEnum {}

impl FromRef<ByEnum> for PartOfEnum {
    fn from_ref(_: &ByEnum) -> Self {
        unreachable!()
    }
}

fn main() {
    fn request<T: FromRequest<AppState, Rejection = Response>>() {}
    fn parts<T: FromRequestParts<AppState, Rejection = Response>>() {}
    request::<Inferred>();
    request::<Named>();
    parts::<AppState>();
    parts::<Inner>();
    parts::<InferredFromVia>();
    parts::<NamedParts>();
    let _: Router = Router::new()
        .route("/1", get(async |_: AppState, _: Inner, _: String| {}))
        .route("/2", get(async |_: Inferred| {}).post(async |_: Named| {}))
        .route("/3", get(async |_: State<Inner>, _: State<Rc<str>>, _: State<&'static str>| {}))
        .with_state(AppState { text: "", shared: "".into(), ..AppState::default() });
    let _: Router = Router::new().route("/", get(async |_: WholeBody| {})).with_state(WholeBody);
    let _: Router = Router::new()
        .route("/1", get(async |_: ByEnum| {}))
        .route("/2", get(async |_: PartOfEnum| {}))
        .with_state(ByEnum::One);
    let state = TupleState(Inner, Inner, 5);
    assert_eq!(u64::from_ref(&state), 5);
    let _ = (Inner::from_ref(&state), state.1);
}
