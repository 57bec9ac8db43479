use doorway::routing::TypedPath;
use serde::Deserialize;

#[derive(TypedPath)]
struct NoPath;

#[derive(TypedPath)]
#[typed_path("")]
struct Empty;

#[derive(TypedPath)]
#[typed_path("users")]
struct NoSlash;

#[derive(TypedPath)]
#[typed_path("/users/:id")]
struct OfAxum07;

#[derive(TypedPath)]
#[typed_path("/users/{id")]
struct OneBrace;

#[derive(Deserialize, TypedPath)]
#[typed_path("/users/{}")]
struct NoName(u32);

#[derive(Deserialize, TypedPath)]
#[typed_path("/users/{*rest}/edit")]
struct RestNotLast(String);

#[derive(TypedPath)]
#[typed_path("/users/{id}")]
struct UnitWithParameter;

#[derive(Deserialize, TypedPath)]
#[typed_path("/users/{id}")]
struct NoField {}

#[derive(Deserialize, TypedPath)]
#[typed_path("/users")]
struct NoParameter {
    id: u32,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/users/{id}")]
struct TwoOfTuple(u32, u32);

#[derive(Deserialize, TypedPath)]
#[typed_path("/users/{id}/{name}")]
struct OneOfTuple(u32);

#[derive(TypedPath)]
#[typed_path("/users")]
#[typed_path("/people")]
struct TwoPaths;

#[derive(TypedPath)]
#[typed_path("/users", foo)]
struct UnknownOption;

#[derive(TypedPath)]
#[typed_path("/users")]
struct Generic<T>(T);

#[derive(TypedPath)]
#[typed_path("/users")]
enum Enum {}

fn main() {
    let _ = NoPath.to_uri();
}
