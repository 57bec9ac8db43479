//! [`Function`]: a function of any number of arguments, so that its callers are compiled once, not for
//! each number.

use super::{each_arity, heads};

/// A function that begins with the extractors `H` and goes on with `R`.
pub(crate) trait Function<H, R> {
    type Output;
    type Future: Future<Output = Self::Output>;

    fn call(self, heads: H, rest: R) -> Self::Future;
}

macro_rules! function {
    ($($ty:ident)*; $last:ident) => {
        function!($($ty)*; $last,);
        function!($($ty)*; $last, Next,);
    };
    ($($ty:ident)*; $($rest:ident,)*) => {
        #[allow(non_snake_case)]
        impl<F, Fut, $($ty,)* $($rest,)*> Function<heads!($($ty)*), ($($rest,)*)> for F
        where
            F: FnOnce($($ty,)* $($rest,)*) -> Fut,
            Fut: Future,
        {
            type Output = Fut::Output;
            type Future = Fut;

            fn call(self, heads!($($ty)*): heads!($($ty)*), ($($rest,)*): ($($rest,)*)) -> Fut {
                self($($ty,)* $($rest,)*)
            }
        }
    };
}

each_arity!(function);
