#![allow(unused_parens)]

use doorway::debug_handler;
use doorway::http::StatusCode;

struct Planet;

#[debug_handler]
async fn number() -> bool {
    false
}

#[debug_handler]
async fn in_parentheses() -> (Planet) {
    Planet
}

#[debug_handler]
async fn in_result() -> Result<String, Planet> {
    Err(Planet)
}

#[debug_handler]
async fn last_of_tuple() -> (StatusCode, Planet) {
    (StatusCode::OK, Planet)
}

#[debug_handler]
async fn unnamed() -> impl std::fmt::Display {
    1
}

#[debug_handler]
async fn unnamed_error() -> Result<impl doorway::IntoResponse, impl std::fmt::Debug> {
    if true { Ok("") } else { Err(1) }
}

fn main() {}
