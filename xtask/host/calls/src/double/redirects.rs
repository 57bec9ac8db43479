//! Redirects.

use doorway::extract::Path;
use doorway::routing::get;
use doorway::{Error, IntoResponse, Request, Response, Router};
use http::StatusCode;
use http::header::{HeaderValue, LOCATION};

use super::{echo, number, origin, parameter};

pub(super) fn routes() -> Router {
    Router::new()
        .route("/redirect/{count}", get(redirect))
        .route("/relative-redirect/{count}", get(relative))
        .route("/absolute-redirect/{count}", get(absolute))
        .route("/redirect-to", echo::methods(redirect_to))
        .route("/links/{count}", get(links))
}

fn to(status: u16, place: &str) -> Result<Response, Error> {
    let status = StatusCode::from_u16(status).map_err(Error::other)?;
    let place = HeaderValue::try_from(place).map_err(Error::other)?;
    Ok((status, [(LOCATION, place)]).into_response())
}

async fn redirect(Path(count): Path<u32>, request: Request) -> Result<Response, Error> {
    match parameter(&request, "absolute").as_deref() {
        Some("true") => absolute(Path(count), request).await,
        _ => relative(Path(count)).await,
    }
}

async fn relative(Path(count): Path<u32>) -> Result<Response, Error> {
    match count {
        0 | 1 => to(302, "/get"),
        _ => to(302, &format!("/relative-redirect/{}", count - 1)),
    }
}

async fn absolute(Path(count): Path<u32>, request: Request) -> Result<Response, Error> {
    let origin = origin(&request);
    match count {
        0 | 1 => to(302, &format!("{origin}/get")),
        _ => to(302, &format!("{origin}/absolute-redirect/{}", count - 1)),
    }
}

async fn redirect_to(request: Request) -> Result<Response, Error> {
    let place = parameter(&request, "url").unwrap_or_default();
    to(number(&request, "status_code", 302), &place)
}

async fn links(Path(count): Path<u32>) -> Result<Response, Error> {
    to(302, &format!("/links/{count}/0"))
}
