//! Sessions of tower-sessions in an axum app, kept in the instance's memory.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use doorway::http_handler;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

#[http_handler]
fn app() -> Router {
    let sessions = SessionManagerLayer::new(MemoryStore::default())
        .with_expiry(Expiry::OnInactivity(Duration::minutes(10)));
    Router::new().route("/", get(count)).route("/logout", post(logout)).layer(sessions)
}

async fn count(session: Session) -> Result<String, StatusCode> {
    let count = session.get::<u32>("count").await;
    let count = count.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?.unwrap_or(0) + 1;
    let kept = session.insert("count", count).await;
    kept.map(|()| count.to_string()).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn logout(session: Session) -> StatusCode {
    match session.flush().await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
