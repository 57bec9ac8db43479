//! [`option_layer`]: a layer that may be left out.

#[cfg(not(feature = "tower"))]
use super::{LayerKind, OwnLayer};

/// Makes a layer of one that is there or not.
///
/// # Examples
///
/// ```
/// use doorway::middleware::{TimeoutLayer, option_layer};
/// use doorway::time::Duration;
/// use doorway::{Router, routing::get};
///
/// let limit: Option<Duration> = None;
/// let app: Router = Router::new()
///     .route("/", get(|| async { "no hurry" }))
///     .layer(option_layer(limit.map(TimeoutLayer::new)));
/// ```
pub const fn option_layer<L>(layer: Option<L>) -> OptionLayer<L> {
    OptionLayer(layer)
}

/// The layer that [`option_layer`] makes.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct OptionLayer<L>(pub(crate) Option<L>);

#[cfg(not(feature = "tower"))]
impl<L: OwnLayer> OwnLayer for OptionLayer<L> {
    fn into_kind(self) -> LayerKind {
        match self.0 {
            Some(layer) => layer.into_kind(),
            None => LayerKind::Change(|_, _| {}, 0),
        }
    }
}
