//! The app that runs checks: `/GROUP/CHECK?base=ORIGIN&other=ORIGIN` answers 200 if the check is
//! content. A check that is not panics, as a test does.

use std::pin::Pin;

use doorway::Router;
use doorway::extract::{Path, Query};
use doorway::routing::get;
use http::StatusCode;
use serde::Deserialize;

use crate::Target;

/// A check that is at work.
type Checking = Pin<Box<dyn Future<Output = ()>>>;

/// The start of a check.
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

/// The check of that name.
fn find(group: &str, name: &str) -> Option<Check> {
    httpbin::find(group, name)
        .or_else(|| nginx::find(group, name))
        .or_else(|| nginx_wire::find(group, name))
        .or_else(|| faults::find(group, name))
        .or_else(|| fault_wire::find(group, name))
}

macro_rules! found {
    ($($group:ident { $($check:ident)* })*) => {
        pub(super) fn find(group: &str, name: &str) -> Option<super::Check> {
            match (group, name) {
                $($((stringify!($group), stringify!($check)) => {
                    Some(|target| Box::pin(crate::checks::$group::$check(target)))
                })*)*
                _ => None,
            }
        }
    };
}

mod httpbin {
    crate::every_httpbin_check!(found);
}

mod nginx {
    crate::every_nginx_check!(found);
}

mod nginx_wire {
    crate::every_nginx_wire_check!(found);
}

mod faults {
    crate::every_fault_check!(found);
}

mod fault_wire {
    crate::every_fault_wire_check!(found);
}
