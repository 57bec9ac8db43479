//! Rewrites a component: its core modules count, and what they counted can be asked for.

use anyhow::{Context, Result};
use wasm_encoder::{
    Alias, CanonicalFunctionSection, ComponentAliasSection, ComponentExportKind,
    ComponentExportSection, ComponentSection, ComponentTypeSection, ExportKind, PrimitiveValType,
    RawSection, Section,
};
use wasmparser::{BinaryReader, Instance, InstanceSectionReader, Validator, WasmFeatures};

use super::module::{self, Module};
use super::sections;

const CORE_MODULE: u8 = 1;
const CORE_INSTANCES: u8 = 2;

/// Rewrites a component.
pub(super) fn rewrite(bytes: &[u8]) -> Result<(Vec<u8>, Vec<Module>)> {
    let types = Validator::new_with_features(WasmFeatures::all())
        .validate_all(bytes)
        .context("it is not a valid component")?;
    let types = types.as_ref();

    let mut out = bytes[..sections::PREAMBLE].to_vec();
    let mut modules = Vec::new();
    // The module of each core instance.
    let mut instances = Vec::new();
    for (id, range) in sections::of(bytes)? {
        let mut contents = std::borrow::Cow::Borrowed(&bytes[range]);
        match id {
            CORE_MODULE => {
                let rewritten = module::rewrite(&contents, modules.len())?;
                modules.push(rewritten.map(|(rewritten, module)| {
                    contents = rewritten.into();
                    module
                }));
            }
            CORE_INSTANCES => {
                for instance in InstanceSectionReader::new(BinaryReader::new(&contents, 0))? {
                    instances.push(match instance? {
                        Instance::Instantiate { module_index, .. } => Some(module_index as usize),
                        Instance::FromExports(_) => None,
                    });
                }
            }
            _ => {}
        }
        RawSection { id, data: &contents }.append_to(&mut out);
    }

    let mut next = Indices {
        core_function: types.function_count(),
        function: types.component_function_count(),
        of_type: types.component_type_count(),
    };
    let mut counting = Vec::new();
    for (number, module) in modules.into_iter().enumerate() {
        let instance = instances.iter().position(|module| *module == Some(number));
        if let (Some(module), Some(instance)) = (module, instance) {
            export(&mut out, &module.getter, instance as u32, &mut next);
            counting.push(module);
        }
    }
    Ok((out, counting))
}

/// The numbers that what is added gets.
struct Indices {
    core_function: u32,
    function: u32,
    of_type: u32,
}

/// Exports the getter of a core instance.
fn export(out: &mut Vec<u8>, getter: &str, instance: u32, next: &mut Indices) {
    let mut alias = ComponentAliasSection::new();
    alias.alias(Alias::CoreInstanceExport { instance, kind: ExportKind::Func, name: getter });
    alias.append_to_component(out);

    let mut of_type = ComponentTypeSection::new();
    of_type
        .function()
        .params([("counter", PrimitiveValType::U32)])
        .result(Some(PrimitiveValType::U64.into()));
    of_type.append_to_component(out);

    let mut lifted = CanonicalFunctionSection::new();
    lifted.lift(next.core_function, next.of_type, []);
    lifted.append_to_component(out);

    let mut export = ComponentExportSection::new();
    export.export(getter, ComponentExportKind::Func, next.function, None);
    export.append_to_component(out);

    next.core_function += 1;
    next.of_type += 1;
    // An export is a function, too.
    next.function += 2;
}
