#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::Router;
use doorway::extract::rejection::PathRejection;
use doorway::extract::{FromRequestParts, WithRejection};
use doorway::http::{StatusCode, Uri};
use doorway::response::{IntoResponse, Response};
use doorway::routing::{RouterExt, TypedPath};
use serde::Deserialize;

/// As it is named in programs.
pub type Result<T> = std::result::Result<T, ()>;

#[derive(Deserialize, TypedPath)]
#[typed_path("/users/{user_id}/teams/{team_id}")]
struct Team {
    team_id: u32,
    user_id: u32,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/u/{user_id}/{team_id}")]
struct TeamTuple(u32, String);

#[derive(TypedPath)]
#[typed_path("/users")]
struct Users;

#[derive(Deserialize, TypedPath)]
#[typed_path("/files/{*rest}")]
struct File {
    rest: String,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/{{x}}/{type}/{name}.json")]
struct Braces {
    r#type: String,
    name: String,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/named/{_foo}", rejection(Refused))]
struct NamedRefused {
    _foo: String,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/tuple/{foo}", rejection(Refused))]
struct TupleRefused(String);

#[derive(TypedPath)]
#[typed_path("/unit")]
#[typed_path(rejection(Refused))]
struct UnitRefused;

#[derive(Default)]
struct Refused;

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        StatusCode::IM_A_TEAPOT.into_response()
    }
}

impl From<PathRejection> for Refused {
    fn from(_: PathRejection) -> Self {
        Self
    }
}

mod facade {
    pub use doorway as dw;
}

#[derive(TypedPath)]
#[typed_path("/renamed", crate = facade::dw)]
struct Renamed;

fn parts<T: FromRequestParts<(), Rejection = R>, R>() {}

fn main() {
    parts::<Team, PathRejection>();
    parts::<Users, StatusCode>();
    parts::<UnitRefused, Refused>();
    assert_eq!(Team::PATH, "/users/{user_id}/teams/{team_id}");
    assert_eq!(Team { user_id: 1, team_id: 2 }.to_string(), "/users/1/teams/2");
    assert_eq!(TeamTuple(1, "a b/c?d%é".to_owned()).to_string(), "/u/1/a%20b%2Fc%3Fd%25%C3%A9");
    assert_eq!(Users.to_string(), "/users");
    assert_eq!(File { rest: "a/b".to_owned() }.to_string(), "/files/a%2Fb");
    let up = TeamTuple(1, "..".to_owned());
    assert_eq!(up.to_string(), "/u/1/%252E%252E");
    let braces = Braces { r#type: "x".to_owned(), name: "y".to_owned() };
    assert_eq!(braces.to_string(), "/{x}/x/y.json");
    let uri: Uri = Team { user_id: 1, team_id: 2 }.to_uri();
    assert_eq!(uri.path(), "/users/1/teams/2");
    let _: Router = Router::new()
        .typed_get(async |_: Team| {})
        .typed_post(async |_: TeamTuple| {})
        .typed_get(async |_: std::result::Result<Users, StatusCode>| {})
        .typed_get(async |_: File| {})
        .typed_get(async |_: Braces| {})
        .typed_get(async |_: std::result::Result<NamedRefused, Refused>| {})
        .typed_get(async |_: WithRejection<Renamed, Refused2>| {})
        .typed_get(async |_: std::result::Result<UnitRefused, Refused>| {})
        .typed_get(async |TupleRefused(_): TupleRefused| {});
}

struct Refused2;

impl From<StatusCode> for Refused2 {
    fn from(_: StatusCode) -> Self {
        Self
    }
}

impl IntoResponse for Refused2 {
    fn into_response(self) -> Response {
        Refused.into_response()
    }
}
