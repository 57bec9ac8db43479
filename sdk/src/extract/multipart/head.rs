//! The headers of a field.

use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::MultipartError;
use crate::parameters::content_type::{essence, is_media_type};
use crate::parameters::{Parameter, is_token, parameters};

/// The headers of a field, with the names and the type they contain.
#[derive(Default)]
pub(super) struct Head {
    pub(super) name: Option<String>,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
}

impl Head {
    /// Parses a field's headers ([RFC 7578, 4](https://www.rfc-editor.org/rfc/rfc7578#section-4)).
    ///
    /// # Errors
    ///
    /// If a filter in front of the app may read the disposition differently: it is malformed, or
    /// repeats a parameter ([RFC 6266, 4.1](https://www.rfc-editor.org/rfc/rfc6266#section-4.1)).
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, MultipartError> {
        let (name, file_name) = match headers.get(CONTENT_DISPOSITION) {
            Some(disposition) => names(disposition.as_bytes())?,
            None => (None, None),
        };
        let content_type = headers.get(CONTENT_TYPE).map(|value| value.as_bytes());
        let content_type = content_type.filter(|value| is_media_type(value)).map(told);
        Ok(Self { name, file_name, content_type })
    }
}

/// The name of the field and that of its file.
fn names(disposition: &[u8]) -> Result<(Option<String>, Option<String>), MultipartError> {
    const NAMES: [&str; 4] = ["name", "name*", "filename", "filename*"];
    let mut found: [Option<Parameter<'_>>; 4] = [None; 4];
    if !is_token(essence(disposition)) {
        return Err(MultipartError::malformed_disposition());
    }
    for parameter in parameters(disposition) {
        if !parameter.is_valid {
            return Err(MultipartError::malformed_disposition());
        }
        let Some(at) = NAMES.iter().position(|name| parameter.is(name)) else { continue };
        if found[at].replace(parameter).is_some() {
            return Err(MultipartError::told_twice(NAMES[at]));
        }
    }
    let [name, extended_name, file_name, extended_file_name] = found;
    Ok((value(name, extended_name, NAMES[1])?, value(file_name, extended_file_name, NAMES[3])?))
}

/// The plain value, or else the extended one, which is not allowed in forms
/// ([RFC 7578, 4.2](https://www.rfc-editor.org/rfc/rfc7578#section-4.2)) and which most parsers
/// ignore.
fn value(
    plain: Option<Parameter<'_>>,
    extended: Option<Parameter<'_>>,
    name: &str,
) -> Result<Option<String>, MultipartError> {
    match (plain, extended) {
        (Some(plain), _) => Ok(Some(plain.value().into_owned())),
        (None, Some(extended)) => match extended.extended_value() {
            Some(value) => Ok(Some(value)),
            None => Err(MultipartError::badly_encoded(name)),
        },
        (None, None) => Ok(None),
    }
}

/// A media type in lower case, with unchanged parameters.
fn told(content_type: &[u8]) -> String {
    let mut told = String::from_utf8_lossy(content_type).into_owned();
    told.truncate(told.trim_end_matches([' ', '\t', ';']).len());
    let essence = essence(told.as_bytes()).len();
    told[..essence].make_ascii_lowercase();
    told
}
