//! The contract app with a hundred more routes, which are never hit.

#[path = "contract/routes.rs"]
mod routes;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use spin_sdk::http::{IntoResponse, Request};
use spin_sdk::http_service;
use tower_service::Service;

#[http_service]
async fn contract(request: Request) -> impl IntoResponse {
    more(routes::routes()).call(request).await
}

macro_rules! more {
    ($($number:literal)*) => {
        fn more(router: Router) -> Router {
            router$(.route(concat!("/extra/", $number, "/{id}"), get(extra)))*
        }
    };
}

more! {
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19
    20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39
    40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59
    60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79
    80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 99
}

async fn extra(Path(id): Path<String>) -> String {
    id
}
