//! The limits.

use std::time::Duration;

/// The most of a body that is handed to the transport and not yet written to the connection, in bytes. The transport
/// itself takes whatever there is.
pub const WINDOW: usize = 64 * 1024;

/// The longest part of a body that is handed to the transport at once.
pub const CHUNK: usize = 16 * 1024;

/// The most of a body that is received and not yet read, in bytes.
pub const HELD: usize = 256 * 1024;

/// The longest part of a body that is received at once, in bytes.
pub(crate) const PART: usize = 16 * 1024 * 1024;

/// The longest head that is received, in bytes.
pub(crate) const HEAD: u64 = 1024 * 1024;

/// The longest name of an interface or a function that is received, in bytes.
pub(crate) const NAME: u64 = 1024;

/// How long a connection to a worker may take.
pub(crate) const CONNECT: Duration = Duration::from_secs(5);

/// How long the head of an invocation may take to arrive.
pub(crate) const INVOCATION: Duration = Duration::from_secs(5);

/// How long an end that has sent everything waits for the other one to close.
pub(crate) const LINGER: Duration = Duration::from_secs(5);

/// How long a connection is idle before the other end is asked whether it is still there, and how long between more of
/// these questions, of which there are three.
pub(crate) const KEEPALIVE: Duration = Duration::from_secs(15);
