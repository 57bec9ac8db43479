//! A GraphQL service of async-graphql, in doorway's handler.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Request, Response, Schema};
use doorway::extract::State;
use doorway::routing::post;
use doorway::{Json, Router, http_handler};

type Books = Schema<Query, EmptyMutation, EmptySubscription>;

struct Query;

#[Object]
impl Query {
    async fn title(&self, isbn: String) -> Option<&'static str> {
        (isbn == "9780141439587").then_some("Emma")
    }
}

#[http_handler]
fn app() -> Router {
    let schema = Books::build(Query, EmptyMutation, EmptySubscription).finish();
    Router::new().route("/graphql", post(query)).with_state(schema)
}

async fn query(State(schema): State<Books>, Json(request): Json<Request>) -> Json<Response> {
    Json(schema.execute(request).await)
}
