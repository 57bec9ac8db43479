use doorway::extract::{FromRequest, FromRequestParts, State};

#[derive(Clone)]
struct AppState;

#[derive(Clone)]
struct Database;

#[derive(FromRequest)]
struct TwoStates {
    _app: State<AppState>,
    _database: State<Database>,
}

#[derive(FromRequestParts)]
struct TwoStatesVia {
    #[from_request(via(State))]
    _app: AppState,
    _database: State<Database>,
}

#[derive(FromRequestParts)]
#[from_request(state(AppState))]
struct NotAPart {
    _database: State<Database>,
}

fn main() {}
