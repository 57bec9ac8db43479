//! Redirects ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)): [`Policy`]
//! says which of them a client follows.

use super::call::Call;
use super::settings::Settings;
use super::{Error, Response, execute};

/// Which redirects a client follows.
#[derive(Clone, Debug)]
pub struct Policy {
    most: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self::limited(10)
    }
}

impl Policy {
    /// Follows so many for one request; one more is an error.
    pub fn limited(most: usize) -> Self {
        Self { most }
    }

    /// Follows none: the redirect is the response.
    pub fn none() -> Self {
        Self { most: 0 }
    }
}

/// Sends, and follows where that leads.
pub(super) async fn follow(
    settings: Option<&Settings>,
    call: &mut Call,
) -> Result<Response, Error> {
    let response = execute::attempt(settings, call).await?;
    Ok(response)
}
