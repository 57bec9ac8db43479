//! [`DefaultBodyLimit`] as a layer.

use super::{LayerKind, OwnLayer};
use crate::extract::DefaultBodyLimit;
use crate::request::BodyLimit;

impl OwnLayer for DefaultBodyLimit {
    fn into_kind(self) -> LayerKind {
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
            match layer.into_kind() {
                LayerKind::Change(change, bytes) => change(&mut request, bytes),
                LayerKind::Around(_) => unreachable!(),
            }
            assert_eq!(request.parts.context.body_limit.0, limit);
        }
    }
}
