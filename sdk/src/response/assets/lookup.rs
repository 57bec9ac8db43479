//! The lookup of the file that answers a request.

use std::borrow::Cow;

use http::header::{ALLOW, HeaderValue};
use http::{Method, StatusCode};
use rust_embed::EmbeddedFile;

use super::conditions::Fields;
use super::file;
use super::path::Target;
use crate::Response;
use crate::response::{IntoResponse, Problem, Redirect};

/// The options of [`Assets`](super::Assets); none depends on the type of the files.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    pub(super) index: Cow<'static, str>,
    pub(super) missing: Missing,
    /// For files whose names start with the prefix.
    pub(super) cache_control: Vec<(Cow<'static, str>, HeaderValue)>,
}

/// The answer when there is no such file.
#[derive(Clone, Debug)]
pub(super) enum Missing {
    Problem,
    NotFound(Cow<'static, str>),
    Fallback(Cow<'static, str>),
}

pub(crate) type Get = fn(&str) -> Option<EmbeddedFile>;

impl Lookup {
    /// `shown` is the target as the client sees it, or the end of that.
    pub(crate) fn respond(
        &self,
        get: Get,
        target: &Target<'_>,
        shown: &Target<'_>,
        fields: &dyn Fields,
        method: &Method,
    ) -> Response {
        let is_head = *method == Method::HEAD;
        let is_read = is_head || *method == Method::GET;
        let found = target.name().and_then(|name| self.find(get, name));
        if !is_read && (found.is_some() || matches!(self.missing, Missing::Fallback(_))) {
            let allow = const { HeaderValue::from_static("GET, HEAD") };
            let refusal = Problem::new(StatusCode::METHOD_NOT_ALLOWED);
            return ([(ALLOW, allow)], refusal).into_response();
        }
        match (found, &self.missing) {
            (Some(Found { is_folder: true, .. }), _) if !shown.is_folder() => {
                Redirect::temporary(&shown.with_slash()).into_response()
            }
            (Some(Found { name, file, .. }), _) => self.answer(&name, file, fields, is_head),
            (None, Missing::Fallback(name)) => match get(name) {
                Some(file) => self.answer(name, file, fields, is_head),
                None => not_found(),
            },
            (None, Missing::NotFound(name)) if is_read => match get(name) {
                Some(page) => file::answer_not_found(page, is_head),
                None => not_found(),
            },
            (None, _) => not_found(),
        }
    }

    /// Finds the file of a name, or the index of a folder, with or without a slash at its end.
    fn find<'a>(&self, get: Get, name: Cow<'a, str>) -> Option<Found<'a>> {
        let is_folder = name.is_empty() || name.ends_with('/');
        if !is_folder && let Some(file) = get(&name) {
            return Some(Found { name, file, is_folder });
        }
        let slash = if is_folder { "" } else { "/" };
        let index = [&*name, slash, &self.index].concat();
        Some(Found { file: get(&index)?, name: index.into(), is_folder: true })
    }

    fn answer(
        &self,
        name: &str,
        file: EmbeddedFile,
        fields: &dyn Fields,
        is_head: bool,
    ) -> Response {
        let cache_control =
            self.cache_control.iter().rfind(|(prefix, _)| name.starts_with(&**prefix));
        file::answer(file, cache_control.map(|(_, value)| value), fields, is_head)
    }
}

struct Found<'a> {
    name: Cow<'a, str>,
    file: EmbeddedFile,
    is_folder: bool,
}

fn not_found() -> Response {
    Problem::new(StatusCode::NOT_FOUND).into_response()
}
