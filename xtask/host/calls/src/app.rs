//! The app that runs checks: `/GROUP/CHECK?base=ORIGIN&other=ORIGIN` answers 200 if the check is
//! content. A check that is not panics, as a test does.

use std::pin::Pin;

use doorway::Router;
use doorway::extract::{Path, Query};
use doorway::routing::get;
use http::StatusCode;
use serde::Deserialize;

use crate::{Target, checks};

/// A check that is at work.
type Checking = Pin<Box<dyn Future<Output = ()>>>;

/// What starts a check.
type Check = fn(Target) -> Checking;

#[derive(Deserialize)]
struct Origins {
    base: String,
    other: String,
}

/// The app.
pub fn app() -> Router {
    Router::new().route("/{group}/{check}", get(run))
}

async fn run(
    Path((group, name)): Path<(String, String)>,
    Query(Origins { base, other }): Query<Origins>,
) -> (StatusCode, String) {
    match find(&group, &name) {
        Some(check) => {
            check(Target::new(base, other)).await;
            (StatusCode::OK, "ok".to_owned())
        }
        None => (StatusCode::NOT_FOUND, format!("there is no check {group}/{name}")),
    }
}

macro_rules! found {
    ($($group:ident { $($check:ident)* })*) => {
        /// The check of that name.
        fn find(group: &str, name: &str) -> Option<Check> {
            match (group, name) {
                $($((stringify!($group), stringify!($check)) => {
                    Some(|target| Box::pin(checks::$group::$check(target)))
                })*)*
                _ => None,
            }
        }
    };
}

crate::every_httpbin_check!(found);
