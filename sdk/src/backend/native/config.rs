//! The configuration of a test.

use std::collections::BTreeMap;

use crate::config::Error;
use crate::task::tasks;
use crate::warm::refuse;

/// Values by their names.
pub(crate) type Values = BTreeMap<String, String>;

pub(crate) fn get(name: &str) -> Result<Option<String>, Error> {
    refuse("reads the configuration");
    Ok(tasks::current().host().config.get(name).cloned())
}

pub(crate) fn get_all() -> Result<Vec<(String, String)>, Error> {
    refuse("reads the configuration");
    Ok(tasks::current().host().config.clone().into_iter().collect())
}
