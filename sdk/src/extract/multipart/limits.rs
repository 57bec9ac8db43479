//! [`Limits`]: size limits of a form and its fields.

use std::borrow::Cow;

/// Size limits of a form and its fields, for
/// [`Multipart::with_limits`](super::Multipart::with_limits).
///
/// All limits are inclusive and in bytes. A longer form or field is refused with 413 as soon as the
/// limit is passed: no field yields more than its limit.
///
/// # Examples
///
/// ```
/// use doorway::extract::multipart::Limits;
///
/// let limits = Limits::new()
///     .total(10 * 1024 * 1024)
///     .per_field(4 * 1024)
///     .for_field("photo", 8 * 1024 * 1024);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Limits {
    pub(super) total: Option<u64>,
    per_field: Option<u64>,
    named: Vec<(Cow<'static, str>, u64)>,
}

impl Limits {
    /// Creates limits with the request body's own limit only.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the whole body, including the fields' headers and the boundaries. This replaces the
    /// body's own limit, even a lower one; `u64::MAX` removes it.
    pub fn total(mut self, bytes: u64) -> Self {
        self.total = Some(bytes);
        self
    }

    /// Limits the content of each field that has no limit of its own.
    pub fn per_field(mut self, bytes: u64) -> Self {
        self.per_field = Some(bytes);
        self
    }

    /// Limits the content of each field of that name. It replaces [`per_field`](Self::per_field)
    /// for them, even if that is lower.
    pub fn for_field(mut self, name: impl Into<Cow<'static, str>>, bytes: u64) -> Self {
        self.named.push((name.into(), bytes));
        self
    }

    /// The limit of a field.
    pub(super) fn of(&self, name: Option<&str>) -> u64 {
        let named = self.named.iter().rev().find(|(named, _)| Some(&**named) == name);
        named.map(|(_, bytes)| *bytes).or(self.per_field).unwrap_or(u64::MAX)
    }
}
