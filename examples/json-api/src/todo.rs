//! A todo, as it is shown, written and changed.
//!
//! Limits are in the attributes twice: garde's are applied, utoipa's are shown. A test compares
//! them.

use garde::Validate;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A todo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Todo {
    pub(crate) id: Uuid,
    title: String,
    #[schema(required)]
    notes: Option<String>,
    pub(crate) done: bool,
    /// From 1, the most urgent, to 5.
    priority: u8,
}

impl Todo {
    pub(crate) fn new(id: Uuid, draft: Draft) -> Self {
        let Draft { title, notes, done, priority } = draft;
        Self { id, title, notes, done, priority }
    }
}

/// The fields of a todo that a client writes. The store has them as they are here.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    #[garde(custom(not_blank), length(chars, max = 100))]
    #[schema(min_length = 1, max_length = 100, examples("Feed the cat"))]
    title: String,
    #[garde(length(chars, max = 1000))]
    #[schema(max_length = 1000)]
    notes: Option<String>,
    #[garde(skip)]
    #[schema(default = false)]
    #[serde(default)]
    pub(crate) done: bool,
    /// From 1, the most urgent, to 5.
    #[garde(range(min = 1, max = 5))]
    #[schema(minimum = 1, maximum = 5, default = Draft::not_urgent)]
    #[serde(default = "Draft::not_urgent")]
    priority: u8,
}

impl Draft {
    fn not_urgent() -> u8 {
        3
    }
}

fn not_blank(text: &str, (): &()) -> garde::Result {
    if text.trim().is_empty() { Err(garde::Error::new("must not be empty")) } else { Ok(()) }
}

/// A merge patch of a todo (RFC 7396): missing fields are kept, and `null` removes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    title: Option<String>,
    #[schema(value_type = Option<String>, max_length = 1000)]
    #[serde(default, deserialize_with = "named")]
    notes: Option<Option<String>>,
    #[schema(nullable = false, examples(true))]
    done: Option<bool>,
    #[schema(nullable = false, minimum = 1, maximum = 5)]
    priority: Option<u8>,
}

impl Change {
    /// Applies this change to a todo.
    pub(crate) fn of(self, todo: Todo) -> Draft {
        Draft {
            title: self.title.unwrap_or(todo.title),
            notes: self.notes.unwrap_or(todo.notes),
            done: self.done.unwrap_or(todo.done),
            priority: self.priority.unwrap_or(todo.priority),
        }
    }
}

/// A field that is present, with a value or with `null`; serde alone treats `null` as missing.
fn named<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(field).map(Some)
}
