//! The memories of a component that is being warmed.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use wasmtime::Store;
use wasmtime::component::{Instance, Lift, WasmList};
use wasmtime_wizer::ComponentInstanceState;

use super::host::Host;

/// The content of memories, by the functions that read them.
#[derive(Default)]
pub(super) struct Memories(BTreeMap<String, Vec<u8>>);

/// Bytes to be restored, by memory and address.
#[derive(Default)]
pub(super) struct Restored(BTreeMap<String, Vec<(usize, u8)>>);

impl Memories {
    /// The bytes that differ there, as they are here.
    pub(super) fn changed_in(&self, after: &Self) -> Restored {
        let changes = self.0.iter().map(|(name, before)| {
            let after = after.0.get(name).map_or(&[][..], Vec::as_slice);
            let both = before.iter().zip(after).enumerate();
            let changed = both.filter(|(_, (before, after))| before != after);
            (name.clone(), changed.map(|(at, (before, _))| (at, *before)).collect())
        });
        Restored(changes.collect())
    }
}

/// Reads what a component consists of at a moment, for wizer.
pub(super) struct Reader<'a> {
    store: &'a mut Store<Host>,
    instance: Instance,
    restored: Option<&'a Restored>,
    memories: Memories,
    /// wizer's functions cannot fail.
    failed: Option<anyhow::Error>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a mut Store<Host>, instance: Instance) -> Self {
        Self { store, instance, restored: None, memories: Memories::default(), failed: None }
    }

    /// Reads memories as if these bytes were as they were.
    pub(super) fn restoring(
        store: &'a mut Store<Host>,
        instance: Instance,
        restored: &'a Restored,
    ) -> Self {
        Self { restored: Some(restored), ..Self::new(store, instance) }
    }

    /// The memories that were read.
    pub(super) fn finish(self) -> Result<Memories> {
        self.failed.map_or(Ok(self.memories), Err)
    }

    async fn call<R: Lift + Send + Sync + 'static>(
        &mut self,
        interface: &str,
        name: &str,
    ) -> Result<R> {
        let store = &mut *self.store;
        let found = self.instance.get_export_index(&mut *store, None, interface);
        let found = found.and_then(|interface| {
            self.instance.get_export_index(&mut *store, Some(&interface), name)
        });
        let function = found.with_context(|| format!("there is no {interface}#{name}"))?;
        let function = self.instance.get_typed_func::<(), (R,)>(&mut *store, function)?;
        Ok(function.call_async(&mut *store, ()).await?.0)
    }

    async fn number<R: Lift + Send + Sync + Default + 'static>(
        &mut self,
        interface: &str,
        name: &str,
    ) -> R {
        let number = self.call(interface, name).await;
        number.unwrap_or_else(|error| {
            self.failed.get_or_insert(error);
            R::default()
        })
    }

    async fn memory(&mut self, interface: &str, name: &str) -> Result<Vec<u8>> {
        let list: WasmList<u8> = self.call(interface, name).await?;
        let mut memory = list.as_le_slice(&*self.store).to_vec();
        let restored = self.restored.and_then(|restored| restored.0.get(name));
        for &(at, byte) in restored.into_iter().flatten() {
            memory[at] = byte;
        }
        Ok(memory)
    }
}

impl ComponentInstanceState for Reader<'_> {
    async fn call_func_ret_list_u8(
        &mut self,
        instance: &str,
        func: &str,
        contents: impl FnOnce(&[u8]) + Send,
    ) {
        let memory = self.memory(instance, func).await;
        let memory = memory.unwrap_or_else(|error| {
            self.failed.get_or_insert(error);
            Vec::new()
        });
        contents(&memory);
        self.memories.0.insert(func.to_owned(), memory);
    }

    async fn call_func_ret_s32(&mut self, instance: &str, func: &str) -> i32 {
        self.number(instance, func).await
    }

    async fn call_func_ret_s64(&mut self, instance: &str, func: &str) -> i64 {
        self.number(instance, func).await
    }

    async fn call_func_ret_f32(&mut self, instance: &str, func: &str) -> u32 {
        self.number::<f32>(instance, func).await.to_bits()
    }

    async fn call_func_ret_f64(&mut self, instance: &str, func: &str) -> u64 {
        self.number::<f64>(instance, func).await.to_bits()
    }
}
