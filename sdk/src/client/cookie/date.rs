//! Dates of cookies ([RFC 6265, 5.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-5.1.1)): a
//! time, a day, a month and a year, in any order. No library reads them so: the cookie crate and
//! httpdate know a few formats.

use cookie::time::{Date, Month};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The seconds since 1970; 0 for what was before.
pub(super) fn parse(text: &str) -> Option<u64> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    // The first of these that a token can be.
    for token in text.split(is_delimiter) {
        let _is_taken = set(&mut time, || parse_time(token))
            || set(&mut day, || number(token, 1, 2))
            || set(&mut month, || parse_month(token))
            || set(&mut year, || number(token, 2, 4));
    }
    let year = match year? {
        year @ 70..=99 => year + 1900,
        year @ 0..=69 => year + 2000,
        year @ 1601.. => year,
        _ => return None,
    };
    let (day, (hour, minute, second)) = (u8::try_from(day?).ok()?, time?);
    let date = Date::from_calendar_date(i32::from(year), month?, day).ok()?;
    let time = date.with_hms(hour, minute, second).ok()?.assume_utc();
    Some(u64::try_from(time.unix_timestamp()).unwrap_or(0))
}

/// Sets a part that is not set yet, if the token is one.
fn set<T>(part: &mut Option<T>, parse: impl FnOnce() -> Option<T>) -> bool {
    if part.is_none() {
        *part = parse();
        part.is_some()
    } else {
        false
    }
}

fn is_delimiter(c: char) -> bool {
    matches!(c, '\t' | ' '..='/' | ';'..='@' | '['..='`' | '{'..='~')
}

/// The number at the beginning of a token, of so many digits; no other digit follows.
fn number(token: &str, min: usize, max: usize) -> Option<u16> {
    let end = token.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(token.len());
    if !(min..=max).contains(&end) {
        return None;
    }
    token.get(..end)?.parse().ok()
}

fn parse_time(token: &str) -> Option<(u8, u8, u8)> {
    let mut fields = token.splitn(3, ':');
    let mut field = |max_len| {
        let field = fields.next().filter(|field| field.len() <= max_len)?;
        u8::try_from(number(field, 1, 2)?).ok()
    };
    Some((field(2)?, field(2)?, field(usize::MAX)?))
}

fn parse_month(token: &str) -> Option<Month> {
    let name = token.get(..3)?;
    let at = MONTHS.iter().position(|month| name.eq_ignore_ascii_case(month))?;
    Month::try_from(u8::try_from(at + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        for (text, seconds) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("6 november 1994 8:49:37", 784_111_777),
            ("1994/6/nOv 08:49:37x, and more", 784_111_777),
            ("08:49:37 6 Nov 94", 784_111_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 01-Jan-1601 00:00:00 GMT", 0),
            ("Fri, 31 Dec 1999 23:59:59 GMT", 946_684_799),
            ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
            ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
            ("Tue, 19 Jan 2038 03:14:08 GMT", 2_147_483_648),
            ("Wed, 01 Jan 69 00:00:00 GMT", 3_124_224_000),
            ("Thu, 01 Jan 70 00:00:00 GMT", 0),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "0",
            "Sun, 06 Nov 1994",
            "Sun, 06 Nov 08:49:37",
            "06 1994 08:49:37",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49:60 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 008:49:37 GMT",
            "Sun, 06 Nov 1600 08:49:37 GMT",
            "Sun, 06 Nov 19940 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Thu, 29 Feb 1900 00:00:00 GMT",
            "Sun, 29 Feb 2023 08:49:37 GMT",
            "é:é:é é éé ééé",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
