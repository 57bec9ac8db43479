//! [`IntoMakeServiceWithConnectInfo`]: a router as a server of axum's takes it.

use std::fmt;
use std::marker::PhantomData;

use crate::{Request, Response, Service};

/// The service that
/// [`into_make_service_with_connect_info`](crate::Router::into_make_service_with_connect_info)
/// returns: the app as it is.
pub struct IntoMakeServiceWithConnectInfo<S, C> {
    app: S,
    info: PhantomData<fn() -> C>,
}

impl<S, C> IntoMakeServiceWithConnectInfo<S, C> {
    pub(crate) fn new(app: S) -> Self {
        Self { app, info: PhantomData }
    }
}

impl<S: Service, C> Service for IntoMakeServiceWithConnectInfo<S, C> {
    fn call(&self, request: Request) -> impl Future<Output = Response> {
        self.app.call(request)
    }
}

impl<S: Clone, C> Clone for IntoMakeServiceWithConnectInfo<S, C> {
    fn clone(&self) -> Self {
        Self::new(self.app.clone())
    }
}

impl<S, C> fmt::Debug for IntoMakeServiceWithConnectInfo<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntoMakeServiceWithConnectInfo").finish_non_exhaustive()
    }
}
