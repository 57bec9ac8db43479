//! [`Key`]: the secret behind signed and private cookies.

use std::fmt;

use super::KeyError;
use crate::backend::random;

/// A secret of 64 bytes: 32 that sign and 32 that encrypt.
///
/// It comes from the program's configuration and outlives it. One that was
/// [generated](Self::generate) is of no use to another instance of the component, and a host may
/// start one for each request.
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
#[derive(Clone, PartialEq)]
pub struct Key(pub(super) cookie::Key);

impl Key {
    /// The key that is the first 64 of these bytes, which have to be random.
    ///
    /// # Panics
    ///
    /// If there are fewer than 64; [`try_from`](Self::try_from) does not.
    #[track_caller]
    pub fn from(key: &[u8]) -> Self {
        match Self::try_from(key) {
            Ok(key) => key,
            Err(error) => panic!("{error}"),
        }
    }

    /// A key made of a secret of 32 bytes or more, by HKDF
    /// ([RFC 5869](https://www.rfc-editor.org/rfc/rfc5869)).
    ///
    /// # Panics
    ///
    /// If there are fewer than 32 bytes.
    #[track_caller]
    pub fn derive_from(master_key: &[u8]) -> Self {
        let length = master_key.len();
        assert!(length >= 32, "a key is derived of 32 bytes or more, not of {length}");
        Self(cookie::Key::derive_from(master_key))
    }

    /// A random key, for tests and for secrets that one request needs.
    ///
    /// # Panics
    ///
    /// If there is no randomness; [`try_generate`](Self::try_generate) does not. A component always
    /// has some: `wasi:random/random`.
    #[track_caller]
    pub fn generate() -> Self {
        match Self::try_generate() {
            Some(key) => key,
            None => panic!("there is no randomness to make a key of"),
        }
    }

    /// As [`generate`](Self::generate); `None` without randomness.
    #[must_use]
    pub fn try_generate() -> Option<Self> {
        Self::try_from(&random::bytes::<64>()?[..]).ok()
    }

    /// The 32 bytes that sign.
    #[must_use]
    pub fn signing(&self) -> &[u8] {
        self.0.signing()
    }

    /// The 32 bytes that encrypt.
    #[must_use]
    pub fn encryption(&self) -> &[u8] {
        self.0.encryption()
    }

    /// All 64 bytes, from which [`from`](Self::from) makes the key again.
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

/// Tells nothing.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}
