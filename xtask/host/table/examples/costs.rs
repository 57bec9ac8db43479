//! Everything that reads input from outside, one route for each kind: what its input costs is measured.

use doorway::client::Client;
use doorway::extract::cookie::{Key, PrivateCookieJar, SignedCookieJar};
use doorway::extract::{CookieJar, FromRef, Multipart, Path, Query, State, TypedHeader};
use doorway::headers::Range;
use doorway::routing::{get, post};
use doorway::{Body, Error, Form, Json, Router, http_handler};
use serde::Deserialize;
use serde_json::Value;

/// The most that is read of a body, in bytes.
const LIMIT: usize = 2 << 20;

#[derive(Clone)]
struct App;

impl FromRef<App> for Key {
    fn from_ref(_: &App) -> Self {
        Self::derive_from(b"a secret of this app, which everybody may know")
    }
}

/// One field, which is not among those that are sent.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    wanted: u32,
}

#[http_handler]
fn app() -> Router {
    Router::new()
        .route("/form", post(async |Form(form): Form<Wanted>| form.wanted.to_string()))
        .route(
            "/form/all",
            post(async |Form(all): Form<Vec<(String, String)>>| all.len().to_string()),
        )
        .route("/query", get(async |Query(query): Query<Wanted>| query.wanted.to_string()))
        .route("/json", post(async |Json(json): Json<Wanted>| json.wanted.to_string()))
        .route("/json/any", post(async |Json(value): Json<Value>| value.is_array().to_string()))
        .route("/multipart", post(multipart))
        .route("/cookies", get(async |jar: CookieJar| jar.get("wanted").is_some().to_string()))
        .route("/signed", get(async |jar: SignedCookieJar| jar.get("wanted").is_some().to_string()))
        .route(
            "/private",
            get(async |jar: PrivateCookieJar| jar.get("wanted").is_some().to_string()),
        )
        .route("/range", get(range))
        .route("/path/{*rest}", get(async |Path(rest): Path<String>| rest.len().to_string()))
        .route("/chunks", post(chunks))
        .route("/upstream", get(upstream))
        .with_state(App)
}

async fn multipart(
    mut form: Multipart,
) -> Result<String, doorway::extract::multipart::MultipartError> {
    let mut fields = 0;
    while let Some(field) = form.next_field().await? {
        field.bytes().await?;
        fields += 1;
    }
    Ok(fields.to_string())
}

async fn range(TypedHeader(range): TypedHeader<Range>) -> String {
    range.satisfiable_ranges(1 << 20).count().to_string()
}

async fn chunks(body: Body) -> Result<String, Error> {
    Ok(body.collect_up_to(LIMIT).await?.bytes().len().to_string())
}

/// Reads the response of an upstream, or says why not.
async fn upstream(State(_): State<App>, Query(url): Query<Url>) -> String {
    let response = match Client::new().get(&url.url).body_limit(LIMIT).send().await {
        Ok(response) => response,
        Err(error) => return error.to_string(),
    };
    match response.bytes().await {
        Ok(bytes) => bytes.len().to_string(),
        Err(error) => error.to_string(),
    }
}

#[derive(Deserialize)]
struct Url {
    url: String,
}
