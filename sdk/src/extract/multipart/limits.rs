//! [`Limits`]: how long the fields of a form may be.

use std::borrow::Cow;

/// How many bytes a form and its fields may have, for
/// [`Multipart::with_limits`](super::Multipart::with_limits).
///
/// All limits are in bytes, and a form or a field of just that size is taken. A longer one is
/// refused with 413 as soon as it is found to be longer: no field is handed out beyond its limit.
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
    /// No limits but that of the request's body.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the whole body, the fields' heads and the boundaries included. This replaces the
    /// limit that the body would have else, whether that is lower or higher; `u64::MAX` is none.
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
    /// for them, whether that is lower or higher.
    pub fn for_field(mut self, name: impl Into<Cow<'static, str>>, bytes: u64) -> Self {
        self.named.push((name.into(), bytes));
        self
    }

    /// What holds for a field.
    pub(super) fn of(&self, name: Option<&str>) -> u64 {
        let named = self.named.iter().rev().find(|(named, _)| Some(&**named) == name);
        named.map(|(_, bytes)| *bytes).or(self.per_field).unwrap_or(u64::MAX)
    }
}
