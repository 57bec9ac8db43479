//! The store of todos: in memory, for as long as the instance lives.
//!
//! Its methods are `async`, as those of a database's client would be. Such a client can replace the
//! map without a change to the handlers.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::error::ApiError;
use crate::todo::{Draft, Todo};

/// The maximum number of todos, as an instance's memory is limited.
pub(crate) const CAPACITY: usize = 1000;

/// All todos. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Store(Rc<RefCell<Todos>>);

#[derive(Default)]
struct Todos {
    by_id: BTreeMap<u64, Draft>,
    last_id: u64,
}

impl Store {
    /// A page of the matching todos, oldest first, and the number of all that match.
    pub(crate) async fn list(
        &self,
        done: Option<bool>,
        skip: usize,
        take: usize,
    ) -> (Vec<Todo>, usize) {
        let todos = self.0.borrow();
        let wanted =
            || todos.by_id.iter().filter(|(_, draft)| done.is_none_or(|done| draft.done == done));
        let page = wanted().skip(skip).take(take);
        (page.map(|(&id, draft)| Todo::new(id, draft.clone())).collect(), wanted().count())
    }

    pub(crate) async fn find(&self, id: u64) -> Result<Todo, ApiError> {
        let draft = self.0.borrow().by_id.get(&id).cloned();
        draft.map(|draft| Todo::new(id, draft)).ok_or(ApiError::NoSuchTodo(id))
    }

    pub(crate) async fn insert(&self, draft: Draft) -> Result<Todo, ApiError> {
        let todos = &mut *self.0.borrow_mut();
        if todos.by_id.len() >= CAPACITY {
            return Err(ApiError::Full);
        }
        todos.last_id += 1;
        let id = todos.last_id;
        todos.by_id.insert(id, draft.clone());
        Ok(Todo::new(id, draft))
    }

    pub(crate) async fn replace(&self, id: u64, draft: Draft) -> Result<Todo, ApiError> {
        match self.0.borrow_mut().by_id.get_mut(&id) {
            Some(old) => *old = draft.clone(),
            None => return Err(ApiError::NoSuchTodo(id)),
        }
        Ok(Todo::new(id, draft))
    }

    pub(crate) async fn remove(&self, id: u64) -> Result<(), ApiError> {
        let removed = self.0.borrow_mut().by_id.remove(&id);
        removed.map(drop).ok_or(ApiError::NoSuchTodo(id))
    }
}
