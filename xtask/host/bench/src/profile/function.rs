//! Rewrites one function so that it counts how often each of its blocks runs.

use anyhow::Result;
use wasm_encoder::{Encode, Instruction, MemArg};
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// Bytes of a counter.
pub(super) const COUNTER: u32 = 8;

/// A function of its own.
pub(super) struct Function {
    pub(super) name: String,
    /// Counts its calls, each of which costs one.
    pub(super) entered: u32,
    pub(super) blocks: Vec<Block>,
    pub(super) copies: Vec<Copies>,
}

/// Instructions that run one after the other or not at all.
#[derive(Default)]
pub(super) struct Block {
    /// Counts how often it runs.
    pub(super) ran: u32,
    /// Where in the code the instructions are that cost one each.
    pub(super) operators: Vec<u32>,
    /// The functions that are called, by their index.
    pub(super) calls: Vec<u32>,
}

/// A `memory.copy` or `memory.fill`: a byte costs one.
pub(super) struct Copies {
    /// Counts the bytes.
    pub(super) bytes: u32,
    /// Where in the code it is.
    pub(super) operator: u32,
}

/// Rewrites the body of a function, which is in `code`.
pub(super) fn rewrite(
    body: &FunctionBody<'_>,
    code: &[u8],
    name: String,
    parameters: u32,
    counters: &mut Counters,
) -> Result<(Vec<u8>, Function)> {
    let mut locals = body.get_locals_reader()?;
    let mut scratch = parameters;
    for _ in 0..locals.get_count() {
        scratch += locals.read()?.0;
    }
    let end_of_locals = locals.original_position();
    let mut reader = BinaryReader::new(&code[body.range().start..end_of_locals], 0);
    let groups = reader.read_var_u32()?;
    let start_of_locals = body.range().start + reader.original_position();

    // The same locals and one more, an i32.
    let mut out = Vec::new();
    (groups + 1).encode(&mut out);
    out.extend_from_slice(&code[start_of_locals..end_of_locals]);
    out.extend([1, 0x7f]);

    let entered = counters.add(&mut out, None);
    let mut function = Function { name, entered, blocks: Vec::new(), copies: Vec::new() };
    let mut block = Block::default();
    let operators = body.get_operators_reader()?.into_iter_with_offsets();
    let operators = operators.collect::<wasmparser::Result<Vec<_>>>()?;
    for (index, (operator, offset)) in operators.iter().enumerate() {
        let end = operators.get(index + 1).map_or(body.range().end, |next| next.1);
        if is_counted(operator) {
            block.operators.push(*offset as u32);
        }
        if let Operator::Call { function_index } | Operator::ReturnCall { function_index } =
            operator
        {
            block.calls.push(*function_index);
        }
        if ends_block(operator) && !block.operators.is_empty() {
            // Before the block's last instruction, which may lead elsewhere.
            block.ran = counters.add(&mut out, None);
            function.blocks.push(std::mem::take(&mut block));
        }
        if let Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } = operator {
            Instruction::LocalTee(scratch).encode(&mut out);
            let bytes = counters.add(&mut out, Some(scratch));
            function.copies.push(Copies { bytes, operator: *offset as u32 });
        }
        out.extend_from_slice(&code[*offset..end]);
    }
    Ok((out, function))
}

/// What wasmtime counts as one; the others are free.
fn is_counted(operator: &Operator<'_>) -> bool {
    !matches!(
        operator,
        Operator::Nop
            | Operator::Drop
            | Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::Unreachable
            | Operator::Return
            | Operator::Else
            | Operator::End
    )
}

/// Whether what follows may run another number of times.
fn ends_block(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::Unreachable
            | Operator::Return
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
    )
}

/// Gives out counters.
pub(super) struct Counters {
    memory: u32,
    next: u32,
}

impl Counters {
    /// For a module whose next memory has that number.
    pub(super) fn new(memory: u32) -> Self {
        Self { memory, next: 0 }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        self.next
    }

    /// A new one, and the code that adds one to it, or what a local holds.
    fn add(&mut self, out: &mut Vec<u8>, local: Option<u32>) -> u32 {
        let counter = self.next;
        self.next += 1;
        let offset = u64::from(counter * COUNTER);
        let place = MemArg { offset, align: 3, memory_index: self.memory };
        Instruction::I32Const(0).encode(out);
        Instruction::I32Const(0).encode(out);
        Instruction::I64Load(place).encode(out);
        match local {
            Some(local) => {
                Instruction::LocalGet(local).encode(out);
                Instruction::I64ExtendI32U.encode(out);
            }
            None => Instruction::I64Const(1).encode(out),
        }
        Instruction::I64Add.encode(out);
        Instruction::I64Store(place).encode(out);
        counter
    }
}

/// The function that reads the counter at the address it is given.
pub(super) fn getter(memory: u32) -> Vec<u8> {
    let mut out = vec![0];
    Instruction::LocalGet(0).encode(&mut out);
    Instruction::I64Load(MemArg { offset: 0, align: 3, memory_index: memory }).encode(&mut out);
    Instruction::End.encode(&mut out);
    out
}
