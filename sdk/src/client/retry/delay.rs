//! Delays between retries.

use std::time::{Duration, Instant, SystemTime};

use http::HeaderValue;

use super::Policy;
use crate::port::random;

impl Policy {
    /// The delay before the next retry; `None` if there is to be none, or if it would be too long.
    pub(in crate::client) fn delay(
        &self,
        retries: u32,
        retry_after: Option<&HeaderValue>,
        end: Option<Instant>,
    ) -> Option<Duration> {
        let least = retry_after.and_then(parse_retry_after).unwrap_or_default();
        if retries >= self.most || least > self.max_delay {
            return None;
        }
        let delay = self.jittered(retries, random::number()).max(least);
        let is_late = |end| Instant::now().checked_add(delay).is_none_or(|at| at >= end);
        (!end.is_some_and(is_late)).then_some(delay)
    }

    /// Anything below the exponential delay, so that clients that failed together do not come back
    /// together.
    fn jittered(&self, retries: u32, random: u64) -> Duration {
        let factor = 1u32.checked_shl(retries).unwrap_or(u32::MAX);
        let most = self.base_delay.saturating_mul(factor).min(self.max_delay);
        let most = u64::try_from(most.as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(random.checked_rem(most).unwrap_or(0))
    }
}

/// Seconds, or a date ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
fn parse_retry_after(value: &HeaderValue) -> Option<Duration> {
    let value = value.to_str().ok()?;
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_and_end_at_the_longest() {
        let ms = Duration::from_millis;
        let policy = Policy::new(9).base_delay(ms(100)).max_delay(ms(1000));
        for (repetition, most) in [(0, 100), (1, 200), (2, 400), (3, 800), (4, 1000), (40, 1000)] {
            let nanoseconds = most * 1_000_000;
            assert_eq!(
                policy.jittered(repetition, nanoseconds - 1),
                ms(most) - Duration::from_nanos(1)
            );
            assert_eq!(policy.jittered(repetition, nanoseconds), Duration::ZERO);
            assert!(policy.jittered(repetition, u64::MAX) < ms(most));
        }
        assert_eq!(policy.clone().base_delay(Duration::ZERO).jittered(9, 7), Duration::ZERO);
        let endless = policy.base_delay(Duration::MAX).max_delay(Duration::MAX);
        assert_eq!(endless.jittered(9, 7), Duration::from_nanos(7));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let of = |value| parse_retry_after(&HeaderValue::from_bytes(value).unwrap());
        assert_eq!(of(b"0"), Some(Duration::ZERO));
        assert_eq!(of(b"120"), Some(Duration::from_secs(120)));
        assert_eq!(of(b"99999999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        let past = [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ];
        assert!(past.iter().all(|date| of(date.as_bytes()) == Some(Duration::ZERO)));
        let soon = SystemTime::now() + Duration::from_secs(3600);
        let soon = httpdate::fmt_http_date(soon);
        let soon = of(soon.as_bytes()).unwrap();
        assert!(soon > Duration::from_secs(3000) && soon <= Duration::from_secs(3600));
        for none in [&b""[..], b"-1", b"+1", b"1.5", b" 1", b"soon", b"\xff", b"Sun, 99 Nov"] {
            assert_eq!(of(none), None);
        }
    }
}
