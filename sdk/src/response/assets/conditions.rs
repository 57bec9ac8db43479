//! Conditional requests ([RFC 9110, 13](https://www.rfc-editor.org/rfc/rfc9110#section-13)).

use http::HeaderMap;
use http::header::{
    HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE,
};
use httpdate::HttpDate;

use super::tags::{Comparison, Tag, lists};
use crate::Request;
use crate::request::Head;

/// The header fields of a request.
pub(super) trait Fields {
    /// The first line of a field. A list that goes on in a second line, as no client sends it, is
    /// read no further: at worst the client gets again what it has.
    fn first(&self, name: &HeaderName) -> Option<HeaderValue>;
}

impl Fields for HeaderMap {
    fn first(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.get(name).cloned()
    }
}

impl Fields for Request {
    fn first(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.header(name)
    }
}

/// What a file is told apart from its other versions by.
pub(super) struct Validators {
    pub(super) tag: Tag,
    pub(super) modified: Option<HttpDate>,
}

pub(super) enum Outcome {
    /// The request is to be answered as if there were no condition.
    Holds,
    NotModified,
    Failed,
}

/// In the order of [13.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2).
pub(super) fn evaluate(fields: &dyn Fields, validators: &Validators) -> Outcome {
    let Validators { tag, modified } = validators;
    let holds = match is_listed(fields, &IF_MATCH, tag, Comparison::Strong) {
        Some(listed) => listed,
        None => match (date(fields, &IF_UNMODIFIED_SINCE), modified) {
            (Some(date), Some(modified)) => *modified <= date,
            _ => true,
        },
    };
    if !holds {
        return Outcome::Failed;
    }
    let is_known = match is_listed(fields, &IF_NONE_MATCH, tag, Comparison::Weak) {
        Some(listed) => listed,
        None => match (date(fields, &IF_MODIFIED_SINCE), modified) {
            (Some(date), Some(modified)) => *modified <= date,
            _ => false,
        },
    };
    if is_known { Outcome::NotModified } else { Outcome::Holds }
}

/// Whether `If-Range` lets a range be sent: it names this very version
/// ([13.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5)).
pub(super) fn is_same_version(if_range: &HeaderValue, validators: &Validators) -> bool {
    if_range.as_bytes() == validators.tag.as_bytes()
        || validators.modified.is_some_and(|modified| parse(if_range) == Some(modified))
}

/// Whether a field lists the tag; `None` if there is no such field.
fn is_listed(
    fields: &dyn Fields,
    name: &HeaderName,
    tag: &Tag,
    comparison: Comparison,
) -> Option<bool> {
    Some(lists(fields.first(name)?.as_bytes(), tag, comparison))
}

fn date(fields: &dyn Fields, name: &HeaderName) -> Option<HttpDate> {
    parse(&fields.first(name)?)
}

fn parse(value: &HeaderValue) -> Option<HttpDate> {
    value.to_str().ok()?.parse().ok()
}
