//! The ports: the types and functions of the backend that the modules below it use.
//!
//! Each backend has them all. Importing them from here keeps the arrows of all other modules going
//! one way, towards errors and bodies.

#[cfg(feature = "config")]
pub(crate) use crate::host::config;
#[cfg(all(target_os = "wasi", not(doorway_p3)))]
pub(crate) use crate::host::expect_tasks;
#[cfg(target_os = "wasi")]
pub(crate) use crate::host::fields;
#[cfg(feature = "keyvalue")]
pub(crate) use crate::host::keyvalue;
pub(crate) use crate::host::{
    IncomingRequest, IncomingResponse, NextHandler, Reader, Timer, client, random, stderr,
};
#[cfg(target_os = "wasi")]
pub(crate) use crate::host::{Outgoing, WriteBody, write_host, write_parts, write_wrapped};
#[cfg(doorway_p3)]
pub(crate) use crate::host::{PassedOn, Readable};
#[cfg(not(target_os = "wasi"))]
pub(crate) use crate::host::{TestHost, tasks_of_thread};
