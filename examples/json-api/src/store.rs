//! The store of todos: a key for each of them in the key-value store of the host, which outlives the instance.
//!
//! Requests that come at the same time, to this instance or to others, share nothing else. So there is no counter and no
//! list that two of them would have to change: an id is a UUID of version 7, whose text sorts by the time of its making,
//! and the list is that of the keys.

use doorway::extract::FromRequestParts;
use doorway::keyvalue::{self, Error};
use doorway::request::Parts;
use uuid::Uuid;

use crate::error::ApiError;
use crate::todo::{Draft, Todo};

/// Begins the key of a todo: the bucket may have other things in it.
const PREFIX: &str = "todo-";

/// How many todos are read at once.
const MANY: usize = 100;

/// All todos.
pub(crate) struct Todos(keyvalue::Store);

impl<S> FromRequestParts<S> for Todos {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(Self(keyvalue::Store::open_default().await?))
    }
}

fn key(id: Uuid) -> String {
    format!("{PREFIX}{id}")
}

impl Todos {
    /// A page of the matching todos, oldest first, and the number of all that match.
    pub(crate) async fn list(
        &self,
        done: Option<bool>,
        skip: usize,
        take: usize,
    ) -> Result<(Vec<Todo>, usize), ApiError> {
        let mut ids = self.ids().await?;
        let Some(done) = done else {
            let total = ids.len();
            let page = ids.drain(..).skip(skip).take(take).collect::<Vec<_>>();
            return Ok((self.read(&page).await?, total));
        };
        let (mut page, mut total) = (Vec::new(), 0);
        for ids in ids.chunks(MANY) {
            for todo in self.read(ids).await?.into_iter().filter(|todo| todo.done == done) {
                if total >= skip && page.len() < take {
                    page.push(todo);
                }
                total += 1;
            }
        }
        Ok((page, total))
    }

    pub(crate) async fn find(&self, id: Uuid) -> Result<Todo, ApiError> {
        let draft = self.0.get(key(id)).await?;
        draft.map(|draft| Todo::new(id, draft)).ok_or(ApiError::NoSuchTodo(id))
    }

    pub(crate) async fn insert(&self, draft: Draft) -> Result<Todo, ApiError> {
        let id = Uuid::now_v7();
        self.0.set(key(id), &draft).await?;
        Ok(Todo::new(id, draft))
    }

    /// Of two that replace the same todo at the same time, one comes last, and one that is being removed may come back.
    pub(crate) async fn replace(&self, id: Uuid, draft: Draft) -> Result<Todo, ApiError> {
        self.must_exist(id).await?;
        self.0.set(key(id), &draft).await?;
        Ok(Todo::new(id, draft))
    }

    pub(crate) async fn remove(&self, id: Uuid) -> Result<(), ApiError> {
        self.must_exist(id).await?;
        Ok(self.0.delete(key(id)).await?)
    }

    async fn must_exist(&self, id: Uuid) -> Result<(), ApiError> {
        match self.0.exists(key(id)).await? {
            true => Ok(()),
            false => Err(ApiError::NoSuchTodo(id)),
        }
    }

    /// The ids of all todos, oldest first. Stores list keys in any order, and some of them twice.
    async fn ids(&self) -> Result<Vec<Uuid>, ApiError> {
        let mut ids = Vec::new();
        let mut keys = self.0.keys();
        while let Some(page) = keys.next_page().await? {
            ids.extend(
                page.iter().filter_map(|key| key.strip_prefix(PREFIX)?.parse::<Uuid>().ok()),
            );
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// The todos of these ids, without those that were removed meanwhile.
    async fn read(&self, ids: &[Uuid]) -> Result<Vec<Todo>, ApiError> {
        let drafts = self.0.get_many(ids.iter().map(|&id| key(id))).await?;
        let todos = ids.iter().zip(drafts);
        Ok(todos.filter_map(|(&id, draft)| Some(Todo::new(id, draft?))).collect())
    }
}
