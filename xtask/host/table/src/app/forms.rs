//! Queries and forms.

use std::collections::{BTreeMap, HashMap};

use doorway::extract::rejection::{FormRejection, QueryRejection};
use doorway::extract::{DefaultBodyLimit, Query, RawQuery};
use doorway::routing::{any, get, post};
use doorway::{Form, Router};
use serde::{Deserialize, Serialize};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let queries = Router::new()
        .route("/query/listing", get(async |Query(listing): Query<Listing>| listing.told()))
        .route("/query/map", get(async |Query(map): Query<BTreeMap<String, String>>| told(&map)))
        .route("/query/pairs", get(async |Query(pairs): Query<Vec<(String, String)>>| told(&pairs)))
        .route(
            "/query/count",
            get(async |Query(pairs): Query<Vec<(String, String)>>| pairs.len().to_string()),
        )
        .route("/query/id", get(async |Query(Id { id }): Query<Id>| id.to_string()))
        .route("/query/kinds", get(async |Query(kinds): Query<Kinds>| kinds.told()))
        .route("/query/perhaps", get(async |query: Option<Query<Id>>| told(&query.map(|id| id.id))))
        .route("/query/or-why", get(or_why))
        .route("/query/raw", get(async |RawQuery(query): RawQuery| told(&query)));
    let forms = Router::new()
        .route("/form/listing", any(async |Form(listing): Form<Listing>| listing.told()))
        .route("/form/perhaps", any(async |form: Option<Form<Id>>| told(&form.map(|id| id.id))))
        .route("/form/or-why", post(form_or_why))
        .route("/form/made", get(made))
        .route("/form/unwritable", get(async || Form(HashMap::from([("a", [[1]])]))))
        .route(
            "/form/small",
            post(async |Form(Id { id }): Form<Id>| id.to_string()).layer(DefaultBodyLimit::max(6)),
        );
    queries.merge(forms)
}

fn told(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    page: u32,
    #[serde(default)]
    tag: Vec<String>,
    sort: Option<String>,
    #[serde(default, rename = "all")]
    is_all: bool,
}

impl Listing {
    fn told(&self) -> String {
        format!("{} {:?} {:?} {}", self.page, self.tag, self.sort, self.is_all)
    }
}

#[derive(Deserialize)]
struct Id {
    id: i16,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Kinds {
    number: Option<u64>,
    float: f32,
    char: Option<char>,
    planet: Option<Planet>,
}

impl Kinds {
    fn told(&self) -> String {
        let Self { number, float, char, planet } = self;
        format!("{number:?} {float:?} {char:?} {planet:?}")
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Planet {
    Earth,
    Mars,
}

async fn or_why(query: Result<Query<Id>, QueryRejection>) -> String {
    match query {
        Ok(Query(Id { id })) => id.to_string(),
        Err(why) => why.status().as_str().to_owned(),
    }
}

async fn form_or_why(form: Result<Form<Id>, FormRejection>) -> String {
    match form {
        Ok(Form(Id { id })) => id.to_string(),
        Err(why) => why.status().as_str().to_owned(),
    }
}

#[derive(Serialize)]
struct Made {
    text: &'static str,
    list: Vec<u8>,
    none: Option<u8>,
}

async fn made() -> Form<Made> {
    Form(Made { text: "größer & = +", list: vec![1, 2], none: None })
}
