//! Times of log lines.

use std::time::{SystemTime, UNIX_EPOCH};

/// Appends the time in milliseconds, in the format of
/// [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6), for years from 1970 to 9999.
///
/// It is written by hand, as the crates time, jiff and humantime would add 1.7, 4.0 and 4.1 kB to a
/// component.
pub(super) fn push(out: &mut String, time: SystemTime) {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, second) = (since.as_secs() / 86_400, (since.as_secs() % 86_400) as u32);
    let (year, month, day) = date(days);
    let mut text = *b"YYYY-MM-DDTHH:MM:SS.mmmZ";
    digits(&mut text[0..4], year);
    digits(&mut text[5..7], month);
    digits(&mut text[8..10], day);
    digits(&mut text[11..13], second / 3600);
    digits(&mut text[14..16], second / 60 % 60);
    digits(&mut text[17..19], second % 60);
    digits(&mut text[20..23], since.subsec_millis());
    out.push_str(str::from_utf8(&text).unwrap_or_default());
}

/// Writes a number's last digits, as many as fit.
fn digits(room: &mut [u8], mut number: u32) {
    for digit in room.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// The year, month and day of a number of days since the first of January 1970.
fn date(days: u64) -> (u32, u32, u32) {
    // Years begin in March, so that a leap day is the last day of a year.
    let days = days + 719_468;
    // 400 years have 146,097 days.
    let (cycle, day) = (days / 146_097, (days % 146_097) as u32);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // From March on, each five months have 153 days.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let is_next_year = month >= 10;
    let year = u32::try_from(cycle * 400).unwrap_or(0) + year + u32::from(is_next_year);
    (year, if is_next_year { month - 9 } else { month + 3 }, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn text(millis: u64) -> String {
        let mut out = String::new();
        push(&mut out, UNIX_EPOCH + Duration::from_millis(millis));
        out
    }

    #[test]
    fn known_times() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399, "2000-02-28T23:59:59.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (951_868_800, "2000-03-01T00:00:00.000Z"),
            (1_709_210_096, "2024-02-29T12:34:56.000Z"),
            (1_735_689_599, "2024-12-31T23:59:59.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"),
            (253_402_300_799, "9999-12-31T23:59:59.000Z"),
        ] {
            assert_eq!(text(seconds * 1000), expected);
        }
        assert_eq!(text(1_009), "1970-01-01T00:00:01.009Z");
        let mut out = String::new();
        push(&mut out, UNIX_EPOCH - Duration::from_secs(1));
        assert_eq!(out, "1970-01-01T00:00:00.000Z");
    }

    proptest! {
        /// Each day is followed by the next day of the calendar.
        #[test]
        fn days_follow_each_other(days in 0_u64..3_000_000) {
            let (year, month, day) = date(days);
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u32::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, day) if day == length => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
            prop_assert_eq!(date(days + 1), expected);
        }
    }
}
