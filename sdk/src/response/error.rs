//! [`ErrorResponse`]: an error for `?` that any response converts into.

use super::reply::Reply;
use super::{IntoResponse, Response};

/// A `Result` whose error can be made from any response.
///
/// # Examples
///
/// ```
/// use doorway::http::StatusCode;
/// use doorway::response::{IntoResponse, Result};
///
/// fn find(id: u32) -> std::result::Result<&'static str, StatusCode> {
///     (id == 3).then_some("Earth").ok_or(StatusCode::NOT_FOUND)
/// }
///
/// fn check(id: u32) -> std::result::Result<(), (StatusCode, String)> {
///     if id > 8 { Err((StatusCode::BAD_REQUEST, format!("{id} planets?"))) } else { Ok(()) }
/// }
///
/// async fn planet(id: u32) -> Result<&'static str> {
///     check(id)?;
///     Ok(find(id)?)
/// }
///
/// # doorway::testing::block_on(async {
/// assert_eq!(planet(3).await.into_response().status(), 200);
/// assert_eq!(planet(4).await.into_response().status(), 404);
/// assert_eq!(planet(9).await.into_response().status(), 400);
/// # });
/// ```
pub type Result<T, E = ErrorResponse> = std::result::Result<T, E>;

/// The error of a [`Result`](Result): any response converts into it with `?`.
///
/// It is no [`IntoResponse`] itself; a `Result` with it is.
///
/// # Examples
///
/// ```
/// use doorway::http::StatusCode;
/// use doorway::response::ErrorResponse;
/// use doorway::{Router, routing::get, testing::TestClient};
///
/// async fn planet() -> Result<&'static str, ErrorResponse> {
///     Err((StatusCode::NOT_FOUND, "no such planet"))?;
///     Ok("Earth")
/// }
///
/// let client = TestClient::new(Router::new().route("/", get(planet)));
/// assert_eq!(client.get("/").send().text(), "no such planet");
/// ```
#[derive(Debug)]
#[must_use]
pub struct ErrorResponse(Box<Reply>);

impl<R: IntoResponse> From<R> for ErrorResponse {
    fn from(response: R) -> Self {
        Self(Box::new(response.into_reply()))
    }
}

impl<T: IntoResponse> IntoResponse for Result<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        match self {
            Ok(value) => value.into_reply(),
            Err(ErrorResponse(reply)) => *reply,
        }
    }
}
