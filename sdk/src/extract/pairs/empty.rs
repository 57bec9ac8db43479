//! [`Empty`]: options that are `None` for an empty value.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::num::NonZero;

use serde_core::Deserializer;
use serde_core::de::Visitor;

use super::Error;

/// The types of options that are `None` for an empty value, which a form has for a field that was
/// left empty: those that fail to deserialize it.
///
/// That is known only after such a failure. The visitor is gone by then, so everything is
/// deserialized again; names that the type ignores are left out.
/// names that the type ignores are left out.
#[derive(Default)]
pub(super) struct Empty {
    refused: RefCell<Vec<TypeId>>,
    has_learned: Cell<bool>,
}

impl Empty {
    /// Whether a type was added since the last call.
    pub(super) fn has_learned(&self) -> bool {
        self.has_learned.take()
    }

    /// Deserializes an option from an empty value.
    pub(super) fn option<'de, V: Visitor<'de>>(
        &self,
        value: impl Deserializer<'de, Error = Error>,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let id = typeid::of::<V::Value>();
        if self.is_none(id) {
            return visitor.visit_none();
        }
        let read = visitor.visit_some(value);
        if read.is_err() {
            self.learn(id);
        }
        read
    }

    #[inline(never)]
    fn is_none(&self, id: TypeId) -> bool {
        is_empty_none(id) || self.refused.borrow().contains(&id)
    }

    #[cold]
    fn learn(&self, id: TypeId) {
        self.refused.borrow_mut().push(id);
        self.has_learned.set(true);
    }
}

/// Whether a type is known not to accept an empty text; this covers most of them.
fn is_empty_none(id: TypeId) -> bool {
    macro_rules! of {
        ($($ty:ty)*) => {
            [$(TypeId::of::<Option<$ty>>(), TypeId::of::<Option<NonZero<$ty>>>(),)*]
        };
    }
    const NUMBERS: [TypeId; 24] = of!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
    let others =
        [TypeId::of::<Option<bool>>(), TypeId::of::<Option<f32>>(), TypeId::of::<Option<f64>>()];
    NUMBERS.contains(&id) || others.contains(&id)
}
