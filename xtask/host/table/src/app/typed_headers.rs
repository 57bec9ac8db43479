//! Header fields as types that know their syntax.

use doorway::extract::TypedHeader;
use doorway::extract::typed_header::TypedHeaderRejection;
use doorway::headers::authorization::{Authorization, Basic, Bearer};
use doorway::headers::{
    self, CacheControl, ContentType, Cookie, Header, HeaderName, HeaderValue, Range, UserAgent,
};
use doorway::routing::get;
use doorway::{IntoResponse, Response, Router};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/typed/agent", get(agent))
        .route("/typed/perhaps-agent", get(perhaps_agent))
        .route("/typed/agent-or-why", get(agent_or_why))
        .route("/typed/basic", get(basic))
        .route("/typed/bearer", get(bearer))
        .route("/typed/cookie", get(cookie))
        .route("/typed/range", get(range))
        .route(
            "/typed/tenant",
            get(async |TypedHeader(Tenant(id)): TypedHeader<Tenant>| id.to_string()),
        )
        .route("/typed/parts", get(parts))
        .route("/typed/alone", get(async || TypedHeader(CacheControl::new().with_no_store())))
}

/// A field of this app's own: numbers, in as many fields as one likes.
struct Tenant(u32);

impl Header for Tenant {
    fn name() -> &'static HeaderName {
        static NAME: HeaderName = HeaderName::from_static("x-tenant");
        &NAME
    }

    fn decode<'i, I: Iterator<Item = &'i HeaderValue>>(
        values: &mut I,
    ) -> Result<Self, headers::Error> {
        let mut sum = None;
        for value in values {
            let number = value.to_str().ok().and_then(|value| value.parse::<u32>().ok());
            sum = Some(sum.unwrap_or(0) + number.ok_or_else(headers::Error::invalid)?);
        }
        sum.map(Self).ok_or_else(headers::Error::invalid)
    }

    fn encode<E: Extend<HeaderValue>>(&self, values: &mut E) {
        values.extend([HeaderValue::from(self.0), HeaderValue::from(self.0 + 1)]);
    }
}

type Agent = TypedHeader<UserAgent>;

async fn agent(TypedHeader(agent): Agent) -> String {
    agent.to_string()
}

async fn perhaps_agent(agent: Option<Agent>) -> String {
    agent.map_or_else(|| "none".to_owned(), |TypedHeader(agent)| agent.to_string())
}

async fn agent_or_why(found: Result<Agent, TypedHeaderRejection>) -> String {
    match found {
        Ok(TypedHeader(agent)) => agent.to_string(),
        Err(why) => format!("{} {} {}", why.status(), why.name(), why.is_missing()),
    }
}

async fn basic(TypedHeader(auth): TypedHeader<Authorization<Basic>>) -> String {
    format!("{}|{}", auth.username(), auth.password())
}

async fn bearer(TypedHeader(auth): TypedHeader<Authorization<Bearer>>) -> String {
    auth.token().to_owned()
}

async fn cookie(TypedHeader(cookie): TypedHeader<Cookie>) -> String {
    cookie.iter().map(|(name, value)| format!("{name}={value};")).collect()
}

async fn range(TypedHeader(range): TypedHeader<Range>) -> String {
    range.satisfiable_ranges(100).map(|bounds| format!("{bounds:?}")).collect()
}

async fn parts() -> Response {
    (TypedHeader(ContentType::html()), TypedHeader(Tenant(7)), "<p>").into_response()
}
