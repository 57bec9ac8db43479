//! The state of a served component: key-value data and configuration.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use doorway_host::linker::imports;
use doorway_host::stores::{self, DEFAULT_BUCKET, File, Limited};
use toml_edit::{DocumentMut, Item, Value};
use wasmtime::component::Component;

use super::variable;
use crate::failure::Failure;

/// The folder of the data, in that of the crate.
const FOLDER: &str = ".doorway";

/// The store that is nowhere else.
const MEMORY: &str = "memory";

/// The options for components that import wasi:keyvalue or wasi:config.
#[derive(Args, Clone)]
pub(super) struct State {
    /// The folder where key-value data is kept; without it .doorway in the crate's folder, or in the current one for a
    /// component's file
    #[arg(long, value_name = "DIR", conflicts_with = "keyvalue")]
    data: Option<PathBuf>,
    /// Another place for key-value data: redis://HOST:PORT/DB, rediss:// for that with TLS, or nats://HOST:PORT, which
    /// several hosts share, or memory
    #[arg(long, value_name = "URL")]
    keyvalue: Option<String>,
    /// A variable of wasi:config (can be repeated)
    #[arg(long, value_name = "KEY=VALUE", value_parser = variable)]
    config: Vec<(String, String)>,
    /// A TOML file of such variables, `key = "value"`; those of --config replace them
    #[arg(long, value_name = "FILE")]
    config_file: Option<PathBuf>,
}

/// A store, which is opened when a component first needs it.
pub(super) struct Data {
    file: Option<Arc<File>>,
    pub(super) store: Limited,
}

impl State {
    /// The store, for an app whose own folder that is.
    pub(super) fn data(&self, folder: impl FnOnce() -> Result<PathBuf>) -> Result<Data> {
        let file = match (&self.keyvalue, &self.data) {
            (Some(place), _) if place == MEMORY => File::in_memory(),
            (Some(url), _) => {
                let store = stores::shared(url)
                    .map_err(|error| Failure::new(error.to_string(), error.help()))?;
                return Ok(Data { file: None, store: Limited::new(store) });
            }
            (None, Some(data)) => File::in_folder(data),
            (None, None) => File::in_folder(&folder()?.join(FOLDER)),
        };
        let file = Arc::new(file);
        Ok(Data { file: Some(Arc::clone(&file)), store: Limited::new(file) })
    }

    /// The variables: those of the file, and then those of the command, which so replace them.
    pub(super) fn config(&self) -> Result<Vec<(String, String)>> {
        let mut variables = match &self.config_file {
            Some(file) => read(file)?,
            None => Vec::new(),
        };
        variables.extend(self.config.iter().cloned());
        Ok(variables)
    }
}

impl Data {
    /// Opens the store if a component imports it, and says where it is.
    pub(super) async fn ready_for(&self, component: &Component) -> Result<()> {
        if !imports(component).any(|import| import.starts_with("wasi:keyvalue/")) {
            return Ok(());
        }
        match &self.file {
            Some(file) => {
                file.start().map_err(|error| Failure::new(error.to_string(), error.help()))?;
            }
            // It may come later.
            None => {
                if let Err(error) = self.store.exists(DEFAULT_BUCKET, "-").await {
                    eprintln!("warning: {error}: requests that need it will fail until it answers");
                }
            }
        }
        eprintln!("Keeping data in {}", self.store.place());
        Ok(())
    }
}

/// Reads a file of variables.
fn read(file: &Path) -> Result<Vec<(String, String)>> {
    let cannot = || format!("cannot read the configuration in {}", file.display());
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::new(error.to_string(), "check the path"))
        .with_context(cannot)?;
    parse(&text).with_context(cannot)
}

fn parse(text: &str) -> Result<Vec<(String, String)>> {
    let help = "write a line for each, as `greeting = \"Hello\"`, in no table";
    let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let error = error.to_string();
        Failure::new(error.trim_end().replace('\n', "\n  "), help)
    })?;
    let variable = |(key, item): (&str, &Item)| {
        let value = match item.as_value() {
            Some(Value::String(text)) => text.value().clone(),
            Some(Value::Integer(number)) => number.value().to_string(),
            Some(Value::Float(number)) => number.value().to_string(),
            Some(Value::Boolean(truth)) => truth.value().to_string(),
            _ => {
                let what = format!("`{key}` is neither text nor a number, true or false");
                return Err(Failure::new(what, help).into());
            }
        };
        Ok((key.to_owned(), value))
    };
    document.iter().map(variable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_variables_of_simple_types() {
        let text = "# for tests\ngreeting = \"Hello, \\\"you\\\"\"\nretries = 3\nrate = 0.5\ndebug = true\n";
        let expected =
            [("greeting", "Hello, \"you\""), ("retries", "3"), ("rate", "0.5"), ("debug", "true")];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(parse(text).unwrap(), expected);
    }

    #[test]
    fn other_files_are_errors_with_a_way_out() {
        for text in ["[table]\nkey = 1\n", "list = [1]\n", "KEY=value\n", "key\n"] {
            let report = crate::failure::report(&parse(text).unwrap_err());
            assert!(report.contains("\nhelp: write a line for each"), "{text:?}: {report}");
        }
    }

    #[test]
    fn the_command_replaces_what_the_file_has() {
        let folder = std::env::temp_dir().join(format!("doorway-config-{}", std::process::id()));
        fs::write(&folder, "a = 1\nb = 2\n").unwrap();
        let config = vec![("b".to_owned(), "3".to_owned())];
        let state = State { data: None, keyvalue: None, config, config_file: Some(folder.clone()) };
        let variables = state.config().unwrap();
        fs::remove_file(folder).unwrap();
        let last = |key| variables.iter().rfind(|(name, _)| name == key).map(|(_, value)| &**value);
        assert_eq!((last("a"), last("b")), (Some("1"), Some("3")));
    }
}
