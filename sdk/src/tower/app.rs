//! The app that a plain `fn` under `#[http_handler]` returns: a service of doorway's or, failing that,
//! one of tower's or a `Result` of one. A router is both.
//!
//! The compiler decides by where it finds a method: it looks for one of `&&Build` before one of
//! `&Build` and of `Build`.

use std::error::Error as StdError;

use bytes::Bytes;

use super::{FromTower, from_tower};
use crate::error::BoxError;
use crate::{Body, Service};

/// A function that builds an app.
#[derive(Debug)]
pub struct Build<S>(pub fn() -> S);

/// For services of doorway's.
pub trait ViaService {
    /// The app.
    type App: Service + 'static;
    /// Builds it.
    fn build(&self) -> Self::App;
}

impl<S: Service + 'static> ViaService for &&Build<S> {
    type App = S;

    fn build(&self) -> S {
        self.0()
    }
}

/// For services of tower's.
pub trait ViaTower {
    /// The app.
    type App: Service + 'static;
    /// Builds it.
    fn build(&self) -> Self::App;
}

impl<S, B> ViaTower for &Build<S>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    type App = FromTower<S>;

    fn build(&self) -> FromTower<S> {
        from_tower(self.0())
    }
}

/// For a `Result` of such a service: one of doorway's is found before this.
pub trait ViaTowerResult {
    /// The app.
    type App: Service + 'static;
    /// Builds it.
    fn build(&self) -> Self::App;
}

impl<S, B, E> ViaTowerResult for &Build<Result<S, E>>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
    E: StdError + 'static,
{
    type App = Result<FromTower<S>, E>;

    fn build(&self) -> Self::App {
        self.0().map(from_tower)
    }
}

/// For a type that is neither.
pub trait ViaNothing<S> {
    /// Fails to compile with the message of [`Service`].
    fn build(&self) -> S
    where
        S: Service;
}

impl<S> ViaNothing<S> for Build<S> {
    fn build(&self) -> S
    where
        S: Service,
    {
        self.0()
    }
}
