//! Conditional requests ([RFC 9110, 13](https://www.rfc-editor.org/rfc/rfc9110#section-13)).

use http::HeaderMap;
use http::header::{
    HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
    IF_UNMODIFIED_SINCE, RANGE,
};
use httpdate::HttpDate;

use super::tags::Tag;
use crate::response::tags::{Comparison, is_known_as_weak, list};

/// The header fields of a request.
pub(crate) trait Fields {
    /// All values of a field: together they are one list
    /// ([RFC 9110, 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
    fn lines(&self, name: &HeaderName) -> Vec<HeaderValue>;
}

impl Fields for HeaderMap {
    fn lines(&self, name: &HeaderName) -> Vec<HeaderValue> {
        self.get_all(name).into_iter().cloned().collect()
    }
}

/// The current version of a file.
pub(super) struct Validators {
    pub(super) tag: Tag,
    pub(super) modified: Option<HttpDate>,
}

pub(super) enum Outcome {
    /// There is no condition, or it is met.
    Holds,
    NotModified {
        /// Whether the client has the version by a weak tag.
        is_weak: bool,
    },
    Failed,
}

/// Evaluates conditions in the order of
/// [13.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2).
pub(super) fn evaluate(fields: &dyn Fields, validators: &Validators) -> Outcome {
    let Validators { tag, modified } = validators;
    let if_match = fields.lines(&IF_MATCH);
    let holds = if if_match.is_empty() {
        match (date(fields, &IF_UNMODIFIED_SINCE), modified) {
            (Some(date), Some(modified)) => *modified <= date,
            _ => true,
        }
    } else {
        list(&if_match, tag.as_bytes(), Comparison::Strong)
    };
    if !holds {
        return Outcome::Failed;
    }
    let if_none_match = fields.lines(&IF_NONE_MATCH);
    let is_known = if if_none_match.is_empty() {
        match (date(fields, &IF_MODIFIED_SINCE), modified) {
            (Some(date), Some(modified)) => *modified <= date,
            _ => false,
        }
    } else {
        list(&if_none_match, tag.as_bytes(), Comparison::Weak)
    };
    if is_known {
        Outcome::NotModified { is_weak: is_known_as_weak(&if_none_match, tag.as_bytes()) }
    } else {
        Outcome::Holds
    }
}

/// The `Range` to answer with a part: a single one that `If-Range` does not forbid
/// ([14.2](https://www.rfc-editor.org/rfc/rfc9110#section-14.2)).
///
/// `If-Range` needs the strong tag
/// ([13.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5)). A date is not enough: a
/// client that has a tag must not send one, and a compressed response, under a weak tag, has the
/// same date.
pub(super) fn range(fields: &dyn Fields, tag: &Tag) -> Option<HeaderValue> {
    let [range] = &fields.lines(&RANGE)[..] else { return None };
    match &fields.lines(&IF_RANGE)[..] {
        [] => Some(range.clone()),
        [if_range] if if_range.as_bytes() == tag.as_bytes() => Some(range.clone()),
        _ => None,
    }
}

/// A date; `None` if it is malformed or there are several.
fn date(fields: &dyn Fields, name: &HeaderName) -> Option<HttpDate> {
    let [value] = &fields.lines(name)[..] else { return None };
    value.to_str().ok()?.parse().ok()
}
