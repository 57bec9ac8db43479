//! Trailers: the fields after a body's content, and bodies to which some were added.

use std::task::{Context, Poll, ready};

use http::HeaderMap;

use super::{Body, BodyWrapper, Effect, Part};
use crate::error::Error;
#[cfg(target_os = "wasi")]
use crate::port::fields;

/// The trailers of a body: those that came in, and then those that were made here.
pub(crate) struct Trailers {
    /// With the host until somebody reads them: a header map of names that are not known weighs
    /// 20 kB in each component that makes one.
    #[cfg(target_os = "wasi")]
    pub(crate) incoming: Option<fields::Fields>,
    pub(crate) made: Vec<HeaderMap>,
}

impl From<HeaderMap> for Trailers {
    fn from(made: HeaderMap) -> Self {
        vec![made].into()
    }
}

impl From<Vec<HeaderMap>> for Trailers {
    fn from(made: Vec<HeaderMap>) -> Self {
        Self {
            #[cfg(target_os = "wasi")]
            incoming: None,
            made,
        }
    }
}

#[cfg(target_os = "wasi")]
impl From<fields::Fields> for Trailers {
    fn from(incoming: fields::Fields) -> Self {
        Self { incoming: Some(incoming), made: Vec::new() }
    }
}

impl Trailers {
    pub(crate) fn into_map(self) -> HeaderMap {
        #[cfg(target_os = "wasi")]
        let mut map = self.incoming.as_ref().map(fields::to_map).unwrap_or_default();
        #[cfg(not(target_os = "wasi"))]
        let mut map = HeaderMap::new();
        // As they are sent: one of a name that is there comes beside it.
        for (name, value) in self.made.iter().flatten() {
            // Only a map of over 24,000 entries refuses.
            let _ = map.try_append(name.clone(), value.clone());
        }
        map
    }
}

/// Trailers that are sent beside those which the content brings.
#[derive(Clone)]
struct Added {
    trailers: Vec<HeaderMap>,
    /// The names of all that were added, to be announced.
    names: Vec<String>,
}

impl Body {
    pub(super) fn add_trailers(mut self, trailers: HeaderMap) -> Self {
        let mut names = self.added_trailers().to_vec();
        names.extend(trailers.keys().map(|name| name.as_str().to_owned()));
        self.wrap_any(Added { trailers: vec![trailers], names });
        self
    }
}

impl BodyWrapper for Added {
    fn poll_part(
        &mut self,
        body: &mut Body,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        let part = ready!(body.poll_part(cx));
        if let Some(Ok(Part::Data(_)) | Err(_)) = part {
            return Poll::Ready(part);
        }
        let added = std::mem::take(&mut self.trailers);
        Poll::Ready(match part {
            Some(Ok(Part::Trailers(mut trailers))) => {
                trailers.made.extend(added);
                Some(Ok(Part::Trailers(trailers)))
            }
            _ if added.is_empty() => None,
            _ => Some(Ok(Part::trailers(added))),
        })
    }

    fn effect(&self) -> Effect<'_> {
        Effect::Trailers(&self.names)
    }

    fn try_clone(&self) -> Option<Box<dyn BodyWrapper>> {
        Some(Box::new(self.clone()))
    }
}
