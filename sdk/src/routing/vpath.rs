//! [`vpath!`](crate::vpath): paths that are checked while the program is compiled.

use crate::pattern::syntax;

/// Checks the path of a route while the program is compiled, and is that path.
///
/// [`Router::route`](crate::Router::route) panics if a path is malformed: natively, and in components
/// with debug assertions. Here a malformed path does not compile, nor does one with a segment `:name` or
/// `*name`, which are parameters in other libraries.
///
/// # Examples
///
/// ```
/// use doorway::{Router, routing::get, vpath};
///
/// let app: Router = Router::new().route(vpath!("/planets/{name}"), get(|| async {}));
/// ```
///
/// ```compile_fail
/// use doorway::{Router, routing::get, vpath};
///
/// let app: Router = Router::new().route(vpath!("/planets/:name"), get(|| async {}));
/// ```
///
/// # Errors
///
/// It does not compile if the path does not begin with `/`, has a `?`, a brace that belongs to no
/// parameter or stands right after one, a parameter without a name, two of them in a segment, more than
/// 25 of them, or anything after `{*name}`.
#[macro_export]
macro_rules! vpath {
    ($path:expr) => {{
        // An item, which `cargo check` evaluates, too.
        const CHECKED_PATH: &'static str = $crate::__private::checked_path($path);
        CHECKED_PATH
    }};
}

/// Returns the path.
///
/// # Panics
///
/// If it cannot be one of a route.
#[track_caller]
pub const fn checked_path(path: &'static str) -> &'static str {
    match (syntax::check(path), syntax::check_markers(path)) {
        (Ok(()), Ok(())) => path,
        (Err(error), _) | (_, Err(error)) => panic!("{}", error),
    }
}
