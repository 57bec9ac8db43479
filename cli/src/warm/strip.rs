//! Removes interfaces that a component exports.

use std::convert::Infallible;
use std::ops::Range;

use anyhow::{Result, bail};
use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent, component_utils};
use wasm_encoder::{
    Component, ComponentAliasSection, ComponentExportSection, ComponentInstanceSection, RawSection,
};
use wasmparser::{
    Chunk, ComponentAlias, ComponentExternalKind, Parser, Payload, Validator, WasmFeatures,
};

/// The component without the interfaces of these names.
///
/// They are what it does not export any more; their functions stay in it, and nothing can call them.
pub(super) fn without_exports(component: &[u8], names: &[&str]) -> Result<Vec<u8>> {
    let mut stripped = Component::new();
    let mut indices = Indices { names, instances: 0, removed: Vec::new() };
    let mut parser = Parser::new(0);
    let mut rest = component;
    loop {
        let Chunk::Parsed { consumed, payload } = parser.parse(rest, true)? else {
            bail!("the component ends within a section");
        };
        rest = rest.get(consumed..).unwrap_or_default();
        match &payload {
            Payload::End(_) => break,
            // Their content has indices of its own.
            Payload::ModuleSection { unchecked_range: range, .. }
            | Payload::ComponentSection { unchecked_range: range, .. } => {
                rest = rest.get(bytes(range)?.len()..).unwrap_or_default();
            }
            _ => {}
        }
        if !indices.add(&mut stripped, &payload)?
            && let Some((id, range)) = payload.as_section()
        {
            stripped.section(&RawSection { id, data: &component[bytes(&range)?] });
        }
    }
    let stripped = stripped.finish();
    Validator::new_with_features(WasmFeatures::all()).validate_all(&stripped)?;
    Ok(stripped)
}

fn bytes(range: &Range<u64>) -> Result<Range<usize>> {
    Ok(range.start.try_into()?..range.end.try_into()?)
}

/// The indices of instances, of which those that exports define are removed with these.
struct Indices<'a> {
    names: &'a [&'a str],
    instances: u32,
    removed: Vec<u32>,
}

impl Indices<'_> {
    /// Adds a section with other indices; false if the section has none to be changed.
    fn add(
        &mut self,
        stripped: &mut Component,
        payload: &Payload<'_>,
    ) -> Result<bool, Error<Infallible>> {
        match payload {
            Payload::ComponentImportSection(imports) => {
                for import in imports.clone() {
                    self.count(import?.ty.kind());
                }
                return Ok(false);
            }
            Payload::ComponentInstanceSection(instances) => {
                let mut section = ComponentInstanceSection::new();
                self.instances += instances.count();
                component_utils::parse_component_instance_section(
                    self,
                    &mut section,
                    instances.clone(),
                )?;
                stripped.section(&section);
            }
            Payload::ComponentAliasSection(aliases) => {
                let mut section = ComponentAliasSection::new();
                for alias in aliases.clone() {
                    if let ComponentAlias::InstanceExport { kind, .. } = alias? {
                        self.count(kind);
                    }
                }
                component_utils::parse_component_alias_section(
                    self,
                    &mut section,
                    aliases.clone(),
                )?;
                stripped.section(&section);
            }
            Payload::ComponentExportSection(exports) => {
                let mut section = ComponentExportSection::new();
                for export in exports.clone() {
                    let export = export?;
                    let kind = export.kind;
                    if self.names.contains(&export.name.name) {
                        self.removed.push(self.instances);
                    } else {
                        component_utils::parse_component_export(self, &mut section, export)?;
                    }
                    self.count(kind);
                }
                stripped.section(&section);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn count(&mut self, kind: ComponentExternalKind) {
        if kind == ComponentExternalKind::Instance {
            self.instances += 1;
        }
    }
}

impl Reencode for Indices<'_> {
    type Error = Infallible;
}

impl ReencodeComponent for Indices<'_> {
    fn component_instance_index(&mut self, index: u32) -> u32 {
        let before = self.removed.iter().filter(|removed| **removed < index).count();
        index - before as u32
    }
}
