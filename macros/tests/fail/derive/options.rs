use doorway::Extension;
use doorway::extract::{FromRef, FromRequest, FromRequestParts};

#[derive(FromRequest)]
#[from_request(foo)]
struct UnknownAbove;

#[derive(FromRequest)]
struct UnknownOnField(#[from_request(foo)] String);

#[derive(FromRequest)]
struct RejectionOnField(#[from_request(rejection(String))] String);

#[derive(FromRequest)]
struct Twice(#[from_request(via(Extension), via(Extension))] String);

#[derive(FromRequestParts)]
#[from_request(via(Extension))]
#[from_request(via(Extension))]
struct TwiceAbove;

#[derive(FromRequestParts)]
#[from_request(via = Extension)]
struct WithEquals;

#[derive(FromRequest)]
#[from_request(via(Extension))]
struct OnBoth(#[from_request(via(Extension))] String);

#[derive(FromRef)]
struct State {
    #[from_ref(leave_out)]
    _number: u32,
}

#[derive(FromRef)]
#[from_ref(skip)]
struct Skipped {
    _number: u32,
}

fn main() {}
