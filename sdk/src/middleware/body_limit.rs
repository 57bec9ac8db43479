//! [`DefaultBodyLimit`].

use super::{Layer, LayerKind};
use crate::request::BodyLimit;

/// How long a request body may be for extractors that read it whole, such as `Json`, `String` and
/// `Bytes`. Without one it is 2 MiB.
///
/// A longer body is answered with 413 and is not read any further. Bodies that a handler reads as a
/// stream are not limited. The innermost of several layers counts.
///
/// # Examples
///
/// ```
/// use doorway::extract::DefaultBodyLimit;
/// use doorway::{Router, routing::post};
///
/// let app: Router = Router::new()
///     .route("/upload", post(|body: String| async move { body.len().to_string() }))
///     .layer(DefaultBodyLimit::max(16 * 1024 * 1024));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct DefaultBodyLimit(Option<usize>);

impl DefaultBodyLimit {
    /// At most this many bytes.
    pub const fn max(bytes: usize) -> Self {
        Self(Some(bytes))
    }

    /// Any number of bytes: as many as the component's memory holds.
    pub const fn disable() -> Self {
        Self(None)
    }
}

impl Layer for DefaultBodyLimit {
    fn into_layer(self) -> LayerKind {
        LayerKind::Change(
            |request, bytes| {
                // A form that is read field by field may be larger than the memory.
                let limit = if bytes == usize::MAX { None } else { Some(bytes) };
                request.parts.context.body_limit = BodyLimit(limit);
            },
            self.0.unwrap_or(usize::MAX),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    #[test]
    fn without_a_limit_there_is_none() {
        for (layer, limit) in
            [(DefaultBodyLimit::max(7), Some(7)), (DefaultBodyLimit::disable(), None)]
        {
            let mut request = Request::new("");
            match layer.into_layer() {
                LayerKind::Change(change, bytes) => change(&mut request, bytes),
                LayerKind::Around(_) => unreachable!(),
            }
            assert_eq!(request.parts.context.body_limit.0, limit);
        }
    }
}
