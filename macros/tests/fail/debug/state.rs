use doorway::debug_handler;
use doorway::extract::{FromRequestParts, State};
use doorway::request::Parts;

#[derive(Clone)]
struct AppState;

#[derive(Clone)]
struct Database;

#[debug_handler]
async fn two_of_them(_: State<AppState>, _: State<Database>) {}

#[debug_handler(state = AppState)]
async fn not_a_part(_: State<Database>) {}

struct User;

impl FromRequestParts<AppState> for User {
    type Rejection = ();

    async fn from_request_parts(_: &mut Parts, _: &AppState) -> Result<Self, ()> {
        Ok(Self)
    }
}

#[debug_handler]
async fn state_of_an_extractor(_: User) {}

fn main() {}
