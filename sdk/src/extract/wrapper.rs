//! Macros for extractors.

/// Implements `Deref` and `DerefMut` for a wrapper.
macro_rules! wrapper {
    ($name:ident) => {
        impl<T> std::ops::Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> std::ops::DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }
    };
}
pub(crate) use wrapper;

/// Extractors that take a part of a request's head and need no state.
macro_rules! of_parts {
    ($($(#[$meta:meta])* $ty:ty: $rejection:ty => |$parts:ident| $value:expr;)*) => {$(
        $(#[$meta])*
        impl<S> FromRequestParts<S> for $ty {
            type Rejection = $rejection;

            async fn from_request_parts($parts: &mut Parts, _: &S) -> Result<Self, $rejection> {
                $value
            }
        }
    )*};
}
pub(crate) use of_parts;
