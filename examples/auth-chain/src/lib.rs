//! Authentication as a component. It answers requests without a valid token with 401, and tells the
//! service behind who the user is. That can be any component that exports `wasi:http/handler`, in
//! any language; it need not know of tokens.

use doorway::extract::TypedHeader;
use doorway::headers::Authorization;
use doorway::headers::authorization::Bearer;
use doorway::http::header::WWW_AUTHENTICATE;
use doorway::http::{HeaderValue, StatusCode};
use doorway::middleware::Next;
use doorway::response::{IntoResponse, Problem, Response};
use doorway::{Request, http_middleware};

/// The header with the user's name; a client cannot set it.
const USER: &str = "x-user";

/// Tokens and their users. A real app would ask a service, with `doorway::client`.
const TOKENS: [(&str, &str); 2] = [("open-sesame", "alibaba"), ("swordfish", "wagstaff")];

#[http_middleware]
async fn authenticate(
    credentials: Option<TypedHeader<Authorization<Bearer>>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Unauthorized> {
    let TypedHeader(Authorization(bearer)) = credentials.ok_or(Unauthorized::NoToken)?;
    let known = TOKENS.iter().find(|(token, _)| *token == bearer.token());
    let (_, user) = known.ok_or(Unauthorized::WrongToken)?;
    request.headers_mut().insert(USER, HeaderValue::from_static(user));
    Ok(next.run(request).await)
}

/// The reason for a 401 or 400 ([RFC 6750, 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
enum Unauthorized {
    NoToken,
    WrongToken,
}

impl IntoResponse for Unauthorized {
    fn into_response(self) -> Response {
        let (challenge, detail) = match self {
            Self::NoToken => {
                (r#"Bearer realm="todos""#, "send a token as `authorization: Bearer TOKEN`")
            }
            Self::WrongToken => {
                (r#"Bearer realm="todos", error="invalid_token""#, "nobody has this token")
            }
        };
        let problem = Problem::new(StatusCode::UNAUTHORIZED).detail(detail);
        ([(WWW_AUTHENTICATE, challenge)], problem).into_response()
    }
}

#[cfg(test)]
mod tests;
