//! [`Key`]: the key of signed and private cookies.

use std::fmt;

use super::KeyError;
use crate::port::random;

/// A key of 64 bytes: 32 for signing and 32 for encryption.
///
/// It comes from the program's configuration. A [generated](Self::generate) one is known to no
/// other instance of the component, and a host may start an instance for each request.
///
/// # Examples
///
/// ```
/// use doorway::extract::FromRef;
/// use doorway::extract::cookie::Key;
///
/// #[derive(Clone)]
/// struct AppState {
///     key: Key,
/// }
///
/// impl FromRef<AppState> for Key {
///     fn from_ref(state: &AppState) -> Self {
///         state.key.clone()
///     }
/// }
///
/// let secret = "a password of 32 bytes or more, as random as can be";
/// let state = AppState { key: Key::derive_from(secret.as_bytes()) };
/// ```
///
/// A key's bytes are secret, and make the same key again:
///
/// ```
/// use doorway::extract::cookie::Key;
///
/// let Some(key) = Key::try_generate() else { panic!("there is no source of randomness") };
/// assert_eq!(key.master(), [key.signing(), key.encryption()].concat());
/// assert!(Key::from(key.master()) == key);
/// ```
#[derive(Clone, PartialEq)]
pub struct Key(pub(super) cookie::Key);

impl Key {
    /// Creates a key from the first 64 of these bytes, which must be random.
    ///
    /// # Panics
    ///
    /// If there are fewer than 64 bytes; see [`try_from`](Self::try_from).
    #[track_caller]
    pub fn from(key: &[u8]) -> Self {
        match Self::try_from(key) {
            Ok(key) => key,
            Err(error) => panic!("{error}"),
        }
    }

    /// Derives a key from a secret of at least 32 bytes with HKDF
    /// ([RFC 5869](https://www.rfc-editor.org/rfc/rfc5869)).
    ///
    /// # Panics
    ///
    /// If there are fewer than 32 bytes.
    #[track_caller]
    pub fn derive_from(master_key: &[u8]) -> Self {
        let length = master_key.len();
        assert!(length >= 32, "a key is derived from at least 32 bytes, not from {length}");
        Self(cookie::Key::derive_from(master_key))
    }

    /// Generates a random key, for tests and for secrets of a single request.
    ///
    /// # Panics
    ///
    /// If there is no source of randomness; see [`try_generate`](Self::try_generate). A component
    /// always has one: `wasi:random/random`.
    #[track_caller]
    pub fn generate() -> Self {
        match Self::try_generate() {
            Some(key) => key,
            None => panic!("there is no source of randomness for a key"),
        }
    }

    /// Generates a random key; `None` without a source of randomness.
    #[must_use]
    pub fn try_generate() -> Option<Self> {
        Self::try_from(&random::bytes::<64>()?[..]).ok()
    }

    /// Returns the 32 bytes for signing.
    #[must_use]
    pub fn signing(&self) -> &[u8] {
        self.0.signing()
    }

    /// Returns the 32 bytes for encryption.
    #[must_use]
    pub fn encryption(&self) -> &[u8] {
        self.0.encryption()
    }

    /// Returns all 64 bytes; [`from`](Self::from) makes the key again.
    #[must_use]
    pub fn master(&self) -> &[u8] {
        self.0.master()
    }
}

impl TryFrom<&[u8]> for Key {
    type Error = KeyError;

    fn try_from(key: &[u8]) -> Result<Self, KeyError> {
        cookie::Key::try_from(key).map(Self)
    }
}

/// Shows nothing of the key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}
