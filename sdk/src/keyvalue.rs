//! Key-value stores: state that outlives the instance, over `wasi:keyvalue`. Needs feature
//! `keyvalue`.
//!
//! A [`Store`] is a bucket of the host. On most hosts an instance lives for one request, so anything
//! that is to last goes there. A component that uses one imports `wasi:keyvalue/store`, and
//! `wasi:keyvalue/atomics` if it counts and `wasi:keyvalue/batch` if it calls a method that ends in
//! `_many`, and so leaves the `wasi:http/proxy` world; its host has to give these interfaces.
//!
//! # Examples
//!
//! ```
//! use doorway::keyvalue::{Error, Store};
//! use doorway::testing::TestClient;
//! use doorway::{Router, routing::get};
//!
//! async fn visits(store: Store) -> Result<String, Error> {
//!     Ok(format!("Visit {}", store.increment("visits", 1).await?))
//! }
//!
//! // In tests the store is in memory, and is that of the client.
//! let client = TestClient::new(Router::new().route("/", get(visits)));
//! assert_eq!(client.get("/").send().text(), "Visit 1");
//! assert_eq!(client.get("/").send().text(), "Visit 2");
//! ```
//!
//! # Hosts
//!
//! Hosts differ. This module gives the same on each of them: any string is a key, values are JSON or
//! bytes, a counter is a number. What it cannot make the same is here:
//!
//! | | `doorway serve` | `wasmtime serve -S keyvalue` | `wash dev` in memory, or files | wasmCloud with NATS |
//! |---|---|---|---|---|
//! | lasts | yes, in a file, in a Redis or a NATS that hosts share | not from one request to the next: only for values that `-S keyvalue-in-memory-data=K=V` sets | in memory until it ends; files longer | yes, and is shared by hosts |
//! | buckets | of `[A-Za-z0-9_-]`, and `""` for the default one | only `""` | any | not `""`, and none with a dot |
//! | [`increment`](Store::increment) by several requests at a time | counts all | – | counts all | about half fail, and some that succeed are lost |
//! | away | an error after ten seconds at most | – | – | an error after ten seconds |
//!
//! These have `wasi:keyvalue` as its draft 0.2.0-draft. Spin has 0.2.0-draft2, and does not start a
//! component with this one.
//!
//! # Buckets
//!
//! The [default bucket](Store::open_default) is there on all of these. Apps that share a host should
//! name one each, of `[A-Za-z0-9_-]`, which belongs in the host's configuration: it is read there with
//! feature `config`.
//!
//! # Keys
//!
//! A key is any string. Hosts allow few characters, so those outside of `[A-Za-z0-9_-]` reach them in
//! another form, `-_3A` for a `:`, and lists of [keys](Store::keys) have the original again. A key is
//! up to four times as long at the host, where some allow 255 bytes.
//!
//! Keys are listed in no particular order, and there are no ranges. A list that is read in parts is
//! best kept small, or in one value.
//!
//! # Consistency
//!
//! An instance reads its own writes. Others see them later on some hosts. Nothing but
//! [`increment`](Store::increment) is atomic: if two requests get a value, change it and set it, one
//! change is lost. So give each thing a key of its own that one request writes.
//!
//! Values are read whole. Keep them below 1 MiB, which is the limit of NATS.
//!
//! # Ids
//!
//! An id needs no counter. The crate [uuid](https://docs.rs/uuid) with its feature `v7` makes ones whose
//! text sorts by time, which stay within the world `wasi:http/proxy`:
//!
//! ```ignore
//! let id = uuid::Uuid::now_v7().to_string();
//! store.set(format!("todo:{id}"), &todo).await?;
//! ```
//!
//! # Failures
//!
//! A store can be away, and then every operation fails with an [`Error`] that is
//! [unavailable](ErrorKind::Unavailable), which a handler answers with 503. Nothing is repeated here:
//! setting and deleting can be repeated safely, counting [cannot](Store::increment).
//!
//! The functions are `async` for hosts that may wait in the future. Today the host's are not: while a
//! store answers, the instance does nothing else, on WASI 0.3 too. Natively another request of
//! [`send_all`](crate::testing::TestClient::send_all) may have its turn at each of them, as one in
//! another instance may at a host.

mod error;
mod key;
mod keys;
mod many;
#[cfg(not(target_os = "wasi"))]
pub(crate) mod operation;
mod store;
mod value;

pub use error::{Error, ErrorKind};
pub use keys::Keys;
pub use store::Store;
