//! A middleware that finds the user of a request, or refuses the request.

use std::rc::Rc;

use doorway::Request;
use doorway::extract::rejection::TypedHeaderRejection;
use doorway::extract::{State, TypedHeader};
use doorway::headers::Authorization;
use doorway::headers::authorization::Bearer;
use doorway::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use doorway::http::{self, StatusCode};
use doorway::middleware::Next;
use doorway::response::{IntoResponse, Problem, Response};

/// The user who sent a request, as an extension for handlers.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) name: &'static str,
}

/// The known tokens with their users. A real app would ask another service.
#[derive(Clone)]
pub(crate) struct Tokens(Rc<[(&'static str, User)]>);

impl Tokens {
    pub(crate) fn known() -> Self {
        Self(Rc::new([("sesame", User { name: "Ali" }), ("alohomora", User { name: "Hermione" })]))
    }

    fn user(&self, token: &str) -> Option<User> {
        self.0.iter().find(|(known, _)| *known == token).map(|(_, user)| user.clone())
    }
}

/// A middleware: extractors, as in a handler, then the request and `Next`.
pub(crate) async fn signed_in(
    State(tokens): State<Tokens>,
    token: Result<TypedHeader<Authorization<Bearer>>, TypedHeaderRejection>,
    mut request: Request,
    next: Next,
) -> Response {
    let user = token.ok().and_then(|TypedHeader(token)| tokens.user(token.token()));
    match user {
        Some(user) => {
            request.extensions_mut().insert(user);
            next.run(request).await
        }
        None => unauthorized(),
    }
}

/// A check for tower-http: it gets http's request, and returns the response of those that fail.
#[allow(clippy::result_large_err, reason = "it is the form that tower-http asks for")]
pub(crate) fn operators_only<B>(request: &mut http::Request<B>) -> Result<(), Response> {
    match request.headers().get(AUTHORIZATION) {
        Some(value) if value == "Bearer open-up" => Ok(()),
        _ => Err(unauthorized()),
    }
}

fn unauthorized() -> Response {
    let problem = Problem::new(StatusCode::UNAUTHORIZED)
        .detail("send `authorization: Bearer` and a token that is known here");
    ([(WWW_AUTHENTICATE, "Bearer")], problem).into_response()
}
