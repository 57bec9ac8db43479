//! The configuration of a test.

use std::collections::BTreeMap;

use crate::config::Error;
use crate::task::tasks;

/// Values by their names.
pub(crate) type Values = BTreeMap<String, String>;

pub(crate) fn get(name: &str) -> Result<Option<String>, Error> {
    Ok(tasks::current().host().config.get(name).cloned())
}

pub(crate) fn get_all() -> Result<Vec<(String, String)>, Error> {
    Ok(tasks::current().host().config.clone().into_iter().collect())
}
