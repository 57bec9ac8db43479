//! [`State`]: the state that an app's handlers share; [`FromRef`]: its parts.

use std::convert::Infallible;

use super::FromRequestParts;
use crate::extract::wrapper::wrapper;
use crate::request::Parts;

/// The app's state, or a part of it that [`FromRef`] takes out.
///
/// Every handler gets a clone. One instance of a component runs on one thread, so `Rc` and
/// `RefCell` do where a server would need `Arc` and `Mutex`; and it may live for one request only,
/// so data that is to last belongs in a [key-value store][`crate::keyvalue`].
///
/// On WASI 0.3 an instance has several requests at a time, which go on while a handler waits. A
/// borrow of a `RefCell` has to end before an `.await`, or the next handler that borrows panics and
/// takes the instance with it: `state.borrow_mut().push(1)` in a statement of its own does. Clippy's
/// `await_holding_refcell_ref`, which is on by default, finds those in variables, and a test with
/// [`TestClient::send_all`](crate::testing::TestClient::send_all) all of them.
///
/// # Examples
///
/// ```
/// use std::rc::Rc;
///
/// use doorway::{Handler, IntoResponse};
/// use doorway::extract::State;
///
/// struct Config {
///     greeting: String,
/// }
///
/// async fn greet(State(config): State<Rc<Config>>) -> String {
///     config.greeting.clone()
/// }
///
/// # doorway::testing::block_on(async {
/// let config = Rc::new(Config { greeting: "Hello".to_owned() });
/// let response = Handler::call(&greet, doorway::Request::new(""), &config).await.into_response();
/// assert_eq!(response.into_body().collect_up_to(64).await?.bytes(), "Hello");
/// # Ok::<(), doorway::Error>(())
/// # }).unwrap();
/// ```
#[cfg_attr(not(docsrs), doc = include_str!("../links.md"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[doc(alias("Data", "app_data", "database", "shared state"))]
pub struct State<T>(pub T);

wrapper!(State);

impl<S, T: FromRef<S>> FromRequestParts<S> for State<T> {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(T::from_ref(state)))
    }
}

/// A part of the state that [`State`] can be taken apart into.
///
/// # Examples
///
/// ```
/// use doorway::extract::FromRef;
///
/// #[derive(Clone)]
/// struct AppState {
///     name: String,
/// }
///
/// impl FromRef<AppState> for String {
///     fn from_ref(state: &AppState) -> Self {
///         state.name.clone()
///     }
/// }
///
/// assert_eq!(String::from_ref(&AppState { name: "Earth".to_owned() }), "Earth");
/// ```
#[diagnostic::on_unimplemented(
    message = "the state `{T}` has no part `{Self}`",
    label = "this state is not there",
    note = "a router is given its state by `with_state`; an `async fn` under `#[http_handler]` has none",
    note = "for a part of a state implement `doorway::extract::FromRef`"
)]
pub trait FromRef<T> {
    /// Takes the part out.
    fn from_ref(input: &T) -> Self;
}

impl<T: Clone> FromRef<T> for T {
    fn from_ref(input: &T) -> Self {
        input.clone()
    }
}
