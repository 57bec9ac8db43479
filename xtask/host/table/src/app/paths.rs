//! The parameters of paths.

use std::collections::BTreeMap;

use doorway::Router;
use doorway::extract::rejection::PathRejection;
use doorway::extract::{Path, RawPathParams};
use doorway::routing::get;
use serde::Deserialize;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/path/text/{text}", get(async |Path(text): Path<String>| text))
        .route("/path/number/{id}", get(async |Path(id): Path<u32>| id.to_string()))
        .route("/path/small/{id}", get(async |Path(id): Path<i8>| id.to_string()))
        .route("/path/float/{x}", get(async |Path(x): Path<f64>| format!("{x:?}")))
        .route("/path/flag/{flag}", get(async |Path(flag): Path<bool>| flag.to_string()))
        .route("/path/char/{char}", get(async |Path(char): Path<char>| char.to_string()))
        .route(
            "/path/planet/{planet}",
            get(async |Path(planet): Path<Planet>| format!("{planet:?}")),
        )
        .route("/path/two/{id}/{post}", get(two))
        .route("/path/named/{id}/{post}", get(named))
        .route("/path/list/{a}/{b}/{c}", get(list))
        .route("/path/map/{a}/{b}", get(map))
        .route(
            "/path/pairs/{b}/{a}",
            get(async |Path(pairs): Path<Vec<(String, String)>>| format!("{pairs:?}")),
        )
        .route("/path/raw/{a}/{*b}", get(raw))
        .route("/path/rest/{*rest}", get(async |Path(rest): Path<String>| rest))
        .route("/path/file/{name}.json", get(async |Path(name): Path<String>| name))
        .route("/path/perhaps/{id}", get(perhaps))
        .route("/path/perhaps", get(perhaps))
        .route("/path/or-why/{id}", get(or_why))
        .route("/path/bug/number/{a}/{b}", get(async |Path(_): Path<u32>| ()))
        .route("/path/bug/count/{a}/{b}", get(async |Path(_): Path<(u32, u32, u32)>| ()))
        .route("/path/bug/named/{other}", get(named))
        .route("/path/bug/type/{a}", get(async |Path(_): Path<BTreeMap<String, Vec<u8>>>| ()))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Planet {
    Earth,
    Mars,
}

async fn two(Path((id, post)): Path<(u32, String)>) -> String {
    format!("{id} {post}")
}

#[derive(Deserialize)]
struct Named {
    post: String,
    id: u32,
}

async fn named(Path(Named { post, id }): Path<Named>) -> String {
    format!("{id} {post}")
}

async fn list(Path(numbers): Path<Vec<u64>>) -> String {
    numbers.iter().map(|number| u128::from(*number)).sum::<u128>().to_string()
}

async fn map(Path(map): Path<BTreeMap<String, String>>) -> String {
    format!("{map:?}")
}

async fn raw(params: RawPathParams) -> String {
    params.iter().map(|(name, value)| format!("{name}={value};")).collect()
}

async fn perhaps(id: Option<Path<u32>>) -> String {
    id.map_or_else(|| "none".to_owned(), |Path(id)| id.to_string())
}

async fn or_why(id: Result<Path<u32>, PathRejection>) -> String {
    match id {
        Ok(Path(id)) => id.to_string(),
        Err(why) => format!("{} {}", why.status().as_u16(), why.body_text()),
    }
}
