//! A todo, as it is shown, written and changed.

use serde::{Deserialize, Deserializer, Serialize};

use crate::error::{ApiError, Invalid};

/// The maximum number of characters of a title.
const MAX_TITLE: usize = 100;

/// The maximum number of characters of notes.
const MAX_NOTES: usize = 1000;

/// A todo as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Todo {
    pub(crate) id: u64,
    #[serde(flatten)]
    pub(crate) draft: Draft,
}

/// The fields that a client writes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) notes: Option<String>,
    #[serde(default)]
    pub(crate) done: bool,
    /// From 1, the most urgent, to 5.
    #[serde(default = "Draft::not_urgent")]
    pub(crate) priority: u8,
}

impl Draft {
    fn not_urgent() -> u8 {
        3
    }

    /// Validates all fields; the error lists all that are invalid.
    pub(crate) fn checked(self) -> Result<Self, ApiError> {
        let mut found = Vec::new();
        let mut wrong =
            |field, detail: &str| found.push(Invalid { field, detail: detail.to_owned() });
        if self.title.trim().is_empty() {
            wrong("title", "must not be empty");
        }
        if self.title.chars().count() > MAX_TITLE {
            wrong("title", "must not have more than 100 characters");
        }
        if self.notes.as_ref().is_some_and(|notes| notes.chars().count() > MAX_NOTES) {
            wrong("notes", "must not have more than 1000 characters");
        }
        if !(1..=5).contains(&self.priority) {
            wrong("priority", "must be from 1 to 5");
        }
        ApiError::of(found)?;
        Ok(self)
    }
}

/// A merge patch of a todo ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)): missing fields are
/// kept, and `null` removes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    title: Option<String>,
    #[serde(default, deserialize_with = "named")]
    notes: Option<Option<String>>,
    done: Option<bool>,
    priority: Option<u8>,
}

impl Change {
    /// Applies this change to a draft.
    pub(crate) fn of(self, draft: Draft) -> Draft {
        Draft {
            title: self.title.unwrap_or(draft.title),
            notes: self.notes.unwrap_or(draft.notes),
            done: self.done.unwrap_or(draft.done),
            priority: self.priority.unwrap_or(draft.priority),
        }
    }
}

/// A field that is present, with a value or with `null`; serde alone treats `null` as missing.
fn named<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(field).map(Some)
}
