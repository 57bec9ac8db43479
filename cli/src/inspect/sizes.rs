//! The size of a component by crate, from the names of its functions.

use std::collections::HashMap;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// The parts of a component, the largest first.
pub(super) struct Sizes {
    pub(super) parts: Vec<(String, usize)>,
    /// Whether functions have names, without which the parts are those of the format.
    pub(super) has_names: bool,
}

/// One core module.
#[derive(Default)]
struct Module {
    imported: u32,
    functions: Vec<usize>,
    names: HashMap<u32, String>,
    data: usize,
    /// Names, and whatever else a strip removes.
    name_bytes: usize,
}

impl Sizes {
    /// Adds up the functions of all modules in a component.
    pub(super) fn of(bytes: &[u8]) -> Result<Self> {
        let mut modules: Vec<Module> = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.context("is not a valid component")? {
                Payload::ModuleSection { .. } => modules.push(Module::default()),
                payload => {
                    if let Some(module) = modules.last_mut() {
                        module.add(payload)?;
                    }
                }
            }
        }
        let has_names = modules.iter().any(|module| !module.names.is_empty());
        let mut parts: HashMap<String, usize> = HashMap::new();
        for module in &modules {
            for (index, size) in (module.imported..).zip(&module.functions) {
                let part = match module.names.get(&index) {
                    Some(name) => crate_of(name).unwrap_or("C library and linker").to_owned(),
                    None => "functions without a name".to_owned(),
                };
                *parts.entry(part).or_default() += size;
            }
            *parts.entry("data of all of them".to_owned()).or_default() += module.data;
            *parts.entry("names, which a release has not".to_owned()).or_default() +=
                module.name_bytes;
        }
        let known: usize = parts.values().sum();
        parts.insert(
            "types, tables and the component around".to_owned(),
            bytes.len().saturating_sub(known),
        );
        let mut parts: Vec<_> = parts.into_iter().filter(|(_, size)| *size > 0).collect();
        parts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(Self { parts, has_names })
    }
}

impl Module {
    fn add(&mut self, payload: Payload<'_>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)) {
                        self.imported += 1;
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.functions.push(bytes_of(&body.range())),
            Payload::DataSection(data) => self.data += bytes_of(&data.range()),
            Payload::CustomSection(section) => {
                self.name_bytes += section.data().len();
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        let Name::Function(names) = name? else { continue };
                        for naming in names {
                            let naming = naming?;
                            let name = format!("{:#}", rustc_demangle::demangle(naming.name));
                            self.names.insert(naming.index, name);
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn bytes_of(range: &std::ops::Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or(usize::MAX)
}

/// The crate of a function: the first one in its path that is no primitive type's.
fn crate_of(name: &str) -> Option<&str> {
    let mut rest = name;
    while let Some(end) = rest.find("::") {
        let start =
            rest[..end].rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        let word = &rest[start..end];
        // `<T as ..>::method` and `<[u8]>::len` begin with the end of another path.
        if word.starts_with(|c: char| c.is_lowercase() || c == '_') {
            return Some(word);
        }
        rest = &rest[end + 2..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_of_the_crate_that_its_path_begins_with() {
        for (name, expected) in [
            ("doorway::router::Router::route", Some("doorway")),
            ("<alloc::vec::Vec<T> as core::fmt::Debug>::fmt", Some("alloc")),
            ("<&T as core::fmt::Display>::fmt", Some("core")),
            ("<[u8] as serde::Serialize>::serialize", Some("serde")),
            ("core::ptr::drop_in_place<my_app::Error>", Some("core")),
            ("dlmalloc", None),
            ("memcpy", None),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }
}
