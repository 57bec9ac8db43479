//! Timers: [`sleep`] waits, [`timeout`] limits the time of a future.
//!
//! # Examples
//!
//! ```
//! use doorway::time::{self, Duration, Elapsed, Sleep};
//!
//! # doorway::testing::block_on(async {
//! let second: Sleep = time::sleep(Duration::from_secs(1));
//! let result: Result<(), Elapsed> = time::timeout(Duration::from_millis(1), second).await;
//! assert!(result.is_err());
//! # });
//! ```
//!
//! Durations are counted in nanoseconds; one of more than 584 years is cut to that.

use std::fmt;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::port::Timer;

pub use std::time::{Duration, Instant};

/// Waits for a duration.
///
/// # Examples
///
/// ```
/// use doorway::time::{Duration, sleep};
///
/// # doorway::testing::block_on(async {
/// sleep(Duration::from_millis(5)).await;
/// # });
/// ```
#[doc(alias("delay", "timer", "wait"))]
pub fn sleep(duration: Duration) -> Sleep {
    Sleep { timer: Timer::new(duration) }
}

/// Runs a future, but drops it when a duration has passed.
///
/// # Examples
///
/// ```
/// use doorway::time::{Duration, sleep, timeout};
///
/// # doorway::testing::block_on(async {
/// let slow = sleep(Duration::from_secs(3600));
/// assert!(timeout(Duration::from_millis(5), slow).await.is_err());
/// # });
/// ```
///
/// # Errors
///
/// [`Elapsed`] if the duration passes before the future completes.
#[doc(alias = "deadline")]
pub async fn timeout<F: IntoFuture>(duration: Duration, future: F) -> Result<F::Output, Elapsed> {
    let mut future = pin!(future.into_future());
    let mut sleep = pin!(sleep(duration));
    std::future::poll_fn(|cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        sleep.as_mut().poll(cx).map(|()| Err(Elapsed { duration }))
    })
    .await
}

/// The future of [`sleep`].
#[must_use = "a sleep does nothing unless it is awaited"]
pub struct Sleep {
    timer: Timer,
}

impl Sleep {
    /// Whether the duration has passed, also without a waiting task.
    pub(crate) fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        self.timer.is_over(cx)
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.timer.poll(cx)
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").finish_non_exhaustive()
    }
}

/// The error of [`timeout`].
///
/// # Examples
///
/// ```
/// use doorway::time::{Duration, sleep, timeout};
///
/// # doorway::testing::block_on(async {
/// let late = timeout(Duration::from_millis(1), sleep(Duration::from_secs(60))).await;
/// assert!(late.is_err());
/// # });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed {
    duration: Duration,
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not done within {:?}", self.duration)
    }
}

impl std::error::Error for Elapsed {}

/// The kind is [`Timeout`](crate::ErrorKind::Timeout), so that `?` in a handler answers 504.
impl From<Elapsed> for crate::Error {
    fn from(elapsed: Elapsed) -> Self {
        Self::new(crate::ErrorKind::Timeout, elapsed.to_string())
    }
}
