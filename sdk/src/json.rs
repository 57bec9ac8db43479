//! JSON as text: the serializer, and errors without the JSON's values.

mod fault;
mod write;

pub(crate) use fault::Fault;
pub(crate) use write::to_vec;
