//! Rewrites a core module so that it counts how often each block of its code runs.
//!
//! The counters are in a memory of their own, which nothing else of the module can name, and one
//! more function reads them. So a rewritten module does what it did.

use std::collections::HashMap;

use anyhow::{Context, Result};
use wasm_encoder::{Encode, RawSection, Section};
use wasmparser::{BinaryReader, CodeSectionReader, KnownCustom, Name, Parser, Payload, TypeRef};

use super::function::{self, COUNTER, Counters, Function};
use super::sections;

/// What is known of a rewritten module.
pub(super) struct Module {
    /// The name of the function that reads a counter.
    pub(super) getter: String,
    pub(super) functions: Vec<Function>,
    /// The names of all functions, imported ones first.
    pub(super) names: Vec<String>,
    pub(super) imported: usize,
    /// How many counters there are.
    pub(super) counters: u32,
    /// Custom sections, where lines are described.
    pub(super) custom: HashMap<String, Vec<u8>>,
}

const TYPES: u8 = 1;
const FUNCTIONS: u8 = 3;
const MEMORIES: u8 = 5;
const EXPORTS: u8 = 7;
const CODE: u8 = 10;

/// Bytes of a page of memory.
const PAGE: u32 = 65_536;

/// Rewrites a module; `None` for one without code.
pub(super) fn rewrite(bytes: &[u8], number: usize) -> Result<Option<(Vec<u8>, Module)>> {
    let sections = sections::of(bytes)?;
    let Some((_, code)) = sections.iter().find(|(id, _)| *id == CODE) else { return Ok(None) };
    let code = &bytes[code.clone()];

    let outline = Outline::read(bytes, number)?;
    let mut counters = Counters::new(outline.memories);
    let mut functions = Vec::new();
    let reader = CodeSectionReader::new(BinaryReader::new(code, 0))?;
    let mut rewritten = Vec::new();
    (reader.count() + 1).encode(&mut rewritten);
    for (index, body) in reader.into_iter().enumerate() {
        let name = outline.names[outline.imported + index].clone();
        let parameters = *outline.parameters.get(index).context("a function has no type")?;
        let (body, function) = function::rewrite(&body?, code, name, parameters, &mut counters)?;
        body.encode(&mut rewritten);
        functions.push(function);
    }
    function::getter(outline.memories).encode(&mut rewritten);

    let getter = format!("counter-of-{number}");
    let pages = (counters.count() * COUNTER).div_ceil(PAGE).max(1);
    let mut function_type = Vec::new();
    outline.types.encode(&mut function_type);
    let mut memory = vec![0];
    pages.encode(&mut memory);
    let mut export = Vec::new();
    getter.as_str().encode(&mut export);
    export.push(0);
    (outline.names.len() as u32).encode(&mut export);
    // (func (param i32) (result i64))
    let more = [
        (TYPES, vec![0x60, 1, 0x7f, 1, 0x7e]),
        (FUNCTIONS, function_type),
        (MEMORIES, memory),
        (EXPORTS, export),
    ];

    let mut out = bytes[..sections::PREAMBLE].to_vec();
    let mut more = more.into_iter().peekable();
    for (id, range) in sections {
        let contents = &bytes[range];
        // Those that the module does not have go where they belong.
        while let Some((new, item)) = more.next_if(|(new, _)| id != 0 && place(*new) < place(id)) {
            push(&mut out, new, &sections::with_one_more(None, &item)?);
        }
        match more.next_if(|(new, _)| *new == id) {
            Some((_, item)) => push(&mut out, id, &sections::with_one_more(Some(contents), &item)?),
            None if id == CODE => push(&mut out, id, &rewritten),
            None if id == 0 && is_debug(contents)? => {}
            None => push(&mut out, id, contents),
        }
    }
    let Outline { names, imported, custom, .. } = outline;
    let counters = counters.count();
    Ok(Some((out, Module { getter, functions, names, imported, counters, custom })))
}

fn push(out: &mut Vec<u8>, id: u8, contents: &[u8]) {
    RawSection { id, data: contents }.append_to(out);
}

/// Where a section stands among the others.
fn place(id: u8) -> u32 {
    match id {
        // Data counts and tags came later.
        12 => 95,
        13 => 55,
        other => u32::from(other) * 10,
    }
}

/// Lines would no longer be right.
fn is_debug(custom: &[u8]) -> Result<bool> {
    let mut reader = BinaryReader::new(custom, 0);
    Ok(reader.read_string()?.starts_with(".debug"))
}

/// What has to be known of a module before its code is read.
#[derive(Default)]
struct Outline {
    names: Vec<String>,
    imported: usize,
    /// How many parameters each function of its own has.
    parameters: Vec<u32>,
    types: u32,
    memories: u32,
    custom: HashMap<String, Vec<u8>>,
}

impl Outline {
    fn read(bytes: &[u8], number: usize) -> Result<Self> {
        let mut outline = Self::default();
        let mut types = Vec::new();
        let mut known = HashMap::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(reader) => {
                    outline.types = reader.count();
                    for function in reader.into_iter_err_on_gc_types() {
                        types.push(function?.params().len() as u32);
                    }
                }
                Payload::ImportSection(reader) => {
                    for import in reader.into_imports() {
                        let import = import?;
                        match import.ty {
                            TypeRef::Func(_) | TypeRef::FuncExact(_) => {
                                outline.names.push(format!("{} {}", import.module, import.name));
                            }
                            TypeRef::Memory(_) => outline.memories += 1,
                            _ => {}
                        }
                    }
                    outline.imported = outline.names.len();
                }
                Payload::FunctionSection(reader) => {
                    for of_type in reader {
                        let parameters = types.get(of_type? as usize).copied();
                        outline.parameters.push(parameters.context("a function has no type")?);
                    }
                }
                Payload::MemorySection(reader) => outline.memories += reader.count(),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        for names in names {
                            let Name::Function(names) = names? else { continue };
                            for name in names {
                                let name = name?;
                                known.insert(name.index as usize, name.name.to_owned());
                            }
                        }
                    }
                    outline.custom.insert(section.name().to_owned(), section.data().to_vec());
                }
                _ => {}
            }
        }
        for index in outline.imported..outline.imported + outline.parameters.len() {
            outline.names.push(match known.get(&index) {
                Some(name) => format!("{:#}", rustc_demangle::demangle(name)),
                None => format!("function {index} of module {number}"),
            });
        }
        Ok(outline)
    }
}
