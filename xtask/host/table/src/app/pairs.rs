//! Pairs of names and values whose values are empty, flattened or many.

use doorway::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use doorway::extract::{Path, Query};
use doorway::routing::{get, post};
use doorway::{Form, Router};
use serde::Deserialize;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/pairs/options",
            get(async |Query(options): Query<Options>| format!("{options:?}"))
                .post(async |Form(options): Form<Options>| format!("{options:?}")),
        )
        .route("/pairs/flat", get(async |Query(flat): Query<Flat>| flat.told()))
        .route("/pairs/flat/{page}/{letter}", get(async |Path(flat): Path<Flat>| flat.told()))
        .route("/pairs/login", post(async |Form(login): Form<Login>| login.user))
        .route("/pairs/why", get(query_why).post(form_why))
        .route("/pairs/why/{page}", get(path_why))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[allow(dead_code)]
struct Options {
    sort: Option<Sort>,
    id: Option<Id>,
    c: Option<char>,
    ip: Option<std::net::Ipv4Addr>,
    q: Option<String>,
    list: Vec<Option<Sort>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Up,
    Down,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Id(u32);

#[derive(Deserialize)]
struct Flat {
    text: Option<String>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Deserialize)]
struct Page {
    page: u32,
    letter: Option<char>,
}

impl Flat {
    fn told(&self) -> String {
        format!("{:?} {} {:?}", self.text, self.page.page, self.page.letter)
    }
}

#[derive(Deserialize)]
struct Login {
    #[serde(default)]
    user: String,
}

/// All three are displayed as for clients.
async fn query_why(query: Result<Query<Page>, QueryRejection>) -> String {
    query.map_or_else(|why| why.to_string(), |Query(page)| page.page.to_string())
}

async fn form_why(form: Result<Form<Page>, FormRejection>) -> String {
    form.map_or_else(|why| why.to_string(), |Form(page)| page.page.to_string())
}

async fn path_why(path: Result<Path<u32>, PathRejection>) -> String {
    path.map_or_else(|why| why.to_string(), |Path(page)| page.to_string())
}
