//! A GraphQL service of async-graphql in an axum app, with its playground.

use async_graphql::http::GraphiQLSource;
use async_graphql::{Context, EmptySubscription, Object, Schema};
use async_graphql_axum::GraphQL;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use doorway::http_handler;

struct Query;

#[Object]
impl Query {
    async fn copies(&self, context: &Context<'_>) -> async_graphql::Result<u32> {
        context.data::<u32>().copied()
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn order(&self, copies: u32) -> async_graphql::Result<u32> {
        copies.checked_mul(799).ok_or_else(|| "that is too many copies".into())
    }
}

#[http_handler]
fn app() -> Router {
    let schema = Schema::build(Query, Mutation, EmptySubscription).data(3_u32).finish();
    let page = || async { Html(GraphiQLSource::build().endpoint("/").finish()) };
    Router::new().route("/", get(page).post_service(GraphQL::new(schema)))
}
