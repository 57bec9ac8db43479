//! `wasi:keyvalue` over the stores of the host. An instance waits for them, the thread that it runs on does not.

use doorway_stores::{Error, Limited};
use wasmtime::Result;
use wasmtime::component::{HasData, Linker, Resource, ResourceTable, ResourceTableError};

use crate::State;
use bindings::wasi::keyvalue::{atomics, batch, store};

#[allow(missing_docs, unreachable_pub)]
mod bindings {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "doorway:sdk/keyvalue",
        imports: { default: async | trappable },
        with: { "wasi:keyvalue/store.bucket": super::Bucket },
        trappable_error_type: { "wasi:keyvalue/store.error" => super::Failure },
    });
}

/// An open bucket, by its name in the store.
#[expect(unreachable_pub, reason = "the bindings export it")]
pub struct Bucket(String);

/// The error of an operation.
#[expect(unreachable_pub, reason = "the bindings export it")]
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<ResourceTableError> for Failure {
    fn from(error: ResourceTableError) -> Self {
        Self(Error::other(error.to_string()))
    }
}

/// The parts of an instance that the functions need.
pub(crate) struct KeyValue<'a> {
    pub(crate) store: &'a Limited,
    pub(crate) table: &'a mut ResourceTable,
}

impl KeyValue<'_> {
    fn name(&self, bucket: &Resource<Bucket>) -> Result<&str, Failure> {
        Ok(&self.table.get(bucket)?.0)
    }
}

impl store::Host for KeyValue<'_> {
    async fn open(&mut self, name: String) -> Result<Resource<Bucket>, Failure> {
        let name = self.store.open(name).await?;
        Ok(self.table.push(Bucket(name))?)
    }

    fn convert_error(&mut self, Failure(error): Failure) -> Result<store::Error> {
        Ok(match error {
            Error::NoSuchStore => store::Error::NoSuchStore,
            Error::AccessDenied => store::Error::AccessDenied,
            error => store::Error::Other(error.to_string()),
        })
    }
}

impl store::HostBucket for KeyValue<'_> {
    async fn get(
        &mut self,
        bucket: Resource<Bucket>,
        key: String,
    ) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.store.get(self.name(&bucket)?, &key).await?)
    }

    async fn set(
        &mut self,
        bucket: Resource<Bucket>,
        key: String,
        value: Vec<u8>,
    ) -> Result<(), Failure> {
        Ok(self.store.set_many(self.name(&bucket)?, vec![(key, value)]).await?)
    }

    async fn delete(&mut self, bucket: Resource<Bucket>, key: String) -> Result<(), Failure> {
        Ok(self.store.delete_many(self.name(&bucket)?, vec![key]).await?)
    }

    async fn exists(&mut self, bucket: Resource<Bucket>, key: String) -> Result<bool, Failure> {
        Ok(self.store.exists(self.name(&bucket)?, &key).await?)
    }

    async fn list_keys(
        &mut self,
        bucket: Resource<Bucket>,
        cursor: Option<u64>,
    ) -> Result<store::KeyResponse, Failure> {
        let (keys, cursor) = self.store.keys(self.name(&bucket)?, cursor).await?;
        Ok(store::KeyResponse { keys, cursor })
    }

    async fn drop(&mut self, bucket: Resource<Bucket>) -> Result<()> {
        self.table.delete(bucket)?;
        Ok(())
    }
}

impl atomics::Host for KeyValue<'_> {
    async fn increment(
        &mut self,
        bucket: Resource<Bucket>,
        key: String,
        delta: u64,
    ) -> Result<u64, Failure> {
        Ok(self.store.increment(self.name(&bucket)?, &key, delta).await?)
    }
}

impl batch::Host for KeyValue<'_> {
    async fn get_many(
        &mut self,
        bucket: Resource<Bucket>,
        keys: Vec<String>,
    ) -> Result<Vec<Option<(String, Vec<u8>)>>, Failure> {
        let values = self.store.get_many(self.name(&bucket)?, &keys).await?;
        Ok(keys.into_iter().zip(values).map(|(key, value)| Some((key, value?))).collect())
    }

    async fn set_many(
        &mut self,
        bucket: Resource<Bucket>,
        values: Vec<(String, Vec<u8>)>,
    ) -> Result<(), Failure> {
        Ok(self.store.set_many(self.name(&bucket)?, values).await?)
    }

    async fn delete_many(
        &mut self,
        bucket: Resource<Bucket>,
        keys: Vec<String>,
    ) -> Result<(), Failure> {
        Ok(self.store.delete_many(self.name(&bucket)?, keys).await?)
    }
}

struct HasKeyValue;

impl HasData for HasKeyValue {
    type Data<'a> = KeyValue<'a>;
}

/// Gives components the interfaces.
pub(crate) fn add(linker: &mut Linker<State>) -> Result<()> {
    store::add_to_linker::<State, HasKeyValue>(linker, State::keyvalue)?;
    atomics::add_to_linker::<State, HasKeyValue>(linker, State::keyvalue)?;
    batch::add_to_linker::<State, HasKeyValue>(linker, State::keyvalue)
}
