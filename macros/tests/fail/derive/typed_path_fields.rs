use doorway::routing::TypedPath;
use serde::Deserialize;

#[derive(TypedPath)]
#[typed_path("/users/{id}")]
struct NotDeserialize {
    id: u32,
}

#[derive(Deserialize)]
struct Id;

#[derive(Deserialize, TypedPath)]
#[typed_path("/users/{id}")]
struct NotDisplay {
    id: Id,
}

struct Refused;

#[derive(TypedPath)]
#[typed_path("/users", rejection(Refused))]
struct RejectionNotDefault;

fn main() {}
