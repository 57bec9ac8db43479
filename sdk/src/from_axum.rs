//! Names for messages of the compiler, which shows no text of ours there: they lead to
//! `docs/from-axum.md`.

pub(crate) mod send {
    use std::marker::PhantomData;
    use std::rc::Rc;

    /// The part of a type that is not `Send`, whose name rustc shows where a program wants it to be.
    pub(crate) type Marker = PhantomData<Rc<IsNotNeeded>>;

    pub(crate) struct IsNotNeeded;
}
