//! Where instructions come from, as the compiler wrote it down.

use std::collections::HashMap;

use addr2line::{Context, gimli};

type Reader<'a> = gimli::EndianSlice<'a, gimli::LittleEndian>;

/// A place in a source file.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) function: String,
    pub(super) file: String,
}

/// The lines of a module, if it was built with them.
pub(super) struct Lines<'a>(Option<Context<Reader<'a>>>);

impl<'a> Lines<'a> {
    pub(super) fn new(sections: &'a HashMap<String, Vec<u8>>) -> Self {
        let section = |id: gimli::SectionId| -> Result<Reader<'a>, gimli::Error> {
            let contents = sections.get(id.name()).map_or(&[][..], Vec::as_slice);
            Ok(Reader::new(contents, gimli::LittleEndian))
        };
        if !sections.contains_key(gimli::SectionId::DebugInfo.name()) {
            return Self(None);
        }
        Self(gimli::Dwarf::load(section).and_then(Context::from_dwarf).ok())
    }

    /// The functions that an instruction is in, the innermost first: those that were inlined too.
    pub(super) fn frames(&self, operator: u32) -> Vec<Frame> {
        let mut found = Vec::new();
        let Some(context) = &self.0 else { return found };
        let Ok(mut frames) = context.find_frames(operator.into()).skip_all_loads() else {
            return found;
        };
        while let Ok(Some(frame)) = frames.next() {
            let function = frame.function.and_then(|function| {
                let name = function.raw_name().ok()?;
                Some(format!("{:#}", rustc_demangle::demangle(&name)))
            });
            let file = frame.location.and_then(|location| location.file);
            found.push(Frame {
                function: function.unwrap_or_default(),
                file: file.unwrap_or_default().replace('\\', "/"),
            });
        }
        found
    }
}
