//! Warm start: what is prepared while a component is built, and what cannot be.

#[cfg(any(feature = "warm", not(target_os = "wasi")))]
use std::cell::Cell;

#[cfg(any(feature = "warm", not(target_os = "wasi")))]
thread_local! {
    static IS_WARMING: Cell<bool> = const { Cell::new(false) };
}

/// Calls a function if the app is being warmed; otherwise does nothing.
///
/// `doorway build --warm` builds the app of [`#[http_handler]`](macro@crate::http_handler) once, and each instance of the
/// component begins with the memory as it was then. A plain `fn` that builds the app names by this
/// function what its handlers would otherwise prepare at their first use. The guide has a
/// page on it, [warm start](https://docs.rs/doorway/latest/doorway/guide/warm_start/).
///
/// # Examples
///
/// ```
/// use std::sync::LazyLock;
///
/// use doorway::testing::TestClient;
/// use doorway::{Router, http_handler, routing::get};
///
/// static PLANETS: LazyLock<Vec<String>> = LazyLock::new(|| {
///     serde_json::from_str(r#"["Earth", "Mars"]"#).expect("it is JSON")
/// });
///
/// #[http_handler]
/// fn app() -> Router {
///     doorway::warm(|| {
///         LazyLock::force(&PLANETS);
///     });
///     Router::new().route("/", get(|| async { PLANETS.join(", ") }))
/// }
///
/// # fn main() {
/// let client = TestClient::warm(app);
/// assert_eq!(client.get("/").send().text(), "Earth, Mars");
/// # }
/// ```
#[doc(alias("cold start", "snapshot", "wizer"))]
pub fn warm(prepare: impl FnOnce()) {
    if is_warming() {
        prepare();
    }
}

/// Returns whether the app is being warmed.
pub(crate) fn is_warming() -> bool {
    #[cfg(any(feature = "warm", not(target_os = "wasi")))]
    return IS_WARMING.get();
    #[cfg(not(any(feature = "warm", not(target_os = "wasi"))))]
    false
}

/// The time in which the app is warmed: until it is dropped.
#[cfg(any(feature = "warm", not(target_os = "wasi")))]
pub(crate) struct Warming(());

#[cfg(any(feature = "warm", not(target_os = "wasi")))]
impl Warming {
    pub(crate) fn begin() -> Self {
        IS_WARMING.set(true);
        Self(())
    }
}

#[cfg(any(feature = "warm", not(target_os = "wasi")))]
impl Drop for Warming {
    fn drop(&mut self) {
        IS_WARMING.set(false);
    }
}

/// Panics if the app is being warmed: its verb, such as "sends a request", must wait for a request.
///
/// In a component only for what is no call of the host, which refuses the others itself.
#[track_caller]
pub(crate) fn refuse(verb: &str) {
    assert!(
        !is_warming(),
        "the app {verb} while it is warmed: let a handler do that, or the first request that needs it"
    );
}
