//! [`KeyvalueOperation`]: an operation of a store in a test.

/// An operation of a store, which a test may let fail by
/// [`keyvalue_error`](crate::testing::TestClient::keyvalue_error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyvalueOperation {
    /// [`Store::open`](super::Store::open), which each use of the extractor calls.
    Open,
    /// [`get`](super::Store::get) and the others that return values.
    Get,
    /// [`set`](super::Store::set) and the others that set values.
    Set,
    /// [`delete`](super::Store::delete) and [`delete_many`](super::Store::delete_many).
    Delete,
    /// [`exists`](super::Store::exists).
    Exists,
    /// [`increment`](super::Store::increment).
    Increment,
    /// A page of [`keys`](super::Store::keys).
    Keys,
}
