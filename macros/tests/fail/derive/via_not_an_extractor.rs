use doorway::Json;
use doorway::extract::{FromRequest, FromRequestParts, Query};

struct Planet;

#[derive(FromRequest)]
struct Field(#[from_request(via(Json))] Planet);

#[derive(FromRequest)]
#[from_request(via(Json))]
struct Whole;

#[derive(FromRequestParts)]
#[from_request(via(Query))]
struct WholeOfParts;

#[derive(FromRequestParts)]
struct BodyInParts(#[from_request(via(Json))] String);

#[derive(FromRequestParts)]
struct NotAWrapper(#[from_request(via(Vec))] String);

fn main() {}
