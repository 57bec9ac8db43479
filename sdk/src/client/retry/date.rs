//! HTTP's dates ([RFC 9110, 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)), as far
//! as a wait needs them: the httpdate crate would weigh 7 kB more, and nobody looks at the weekday.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The seconds since 1970 of a date in any of the three forms.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let mut parts = [""; 6];
    let all = text.split([' ', ',', '-', ':']).filter(|part| !part.is_empty());
    for (part, text) in parts.iter_mut().zip(all.skip(1)) {
        *part = text;
    }
    let is_month = |text: &str| MONTHS.contains(&text);
    let [day, month, year, hour, minute, second] = match parts {
        [month, day, hour, minute, second, year] if is_month(month) => {
            [day, month, year, hour, minute, second]
        }
        others => others,
    };
    let month = MONTHS.iter().position(|name| *name == month)? as u64;
    let year = match (year.len(), number(year, 9999)?) {
        (2, year) if year < 70 => year + 2000,
        (2, year) => year + 1900,
        (_, year) => year,
    };
    let (day, hour) = (number(day, 31)?, number(hour, 23)?);
    // There are leap seconds.
    let (minute, second) = (number(minute, 59)?, number(second, 60)?);
    // Years that begin in March end with their leap day.
    let (year, month) =
        if month < 2 { (year.checked_sub(1)?, month + 10) } else { (year, month - 2) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    let since_1970 = days.checked_sub(719_469)?;
    Some(((since_1970 * 24 + hour) * 60 + minute) * 60 + second)
}

fn number(text: &str, most: u64) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number <= most)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "Sun",
            "Sun, 06 Nov",
            "Sun, 06 Nov 1994 08:49",
            "Sun, 06 Now 1994 08:49:37 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:+9:37 GMT",
            "Sun, 06 Nov 19941 08:49:37 GMT",
            "Sun, 06 Nov 1894 08:49:37 GMT",
            "Sun, 06 Jan 0 08:49:37 GMT",
            "99999999999999999999999",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn all_three_forms_agree_with_httpdate(time in 0u64..253_402_300_800) {
            let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(time));
            prop_assert_eq!(seconds(&text), Some(time), "{}", text);
            let parts: Vec<_> = text.split([' ', ',']).filter(|part| !part.is_empty()).collect();
            let [weekday, day, month, year, clock, _] = parts[..] else { unreachable!() };
            let day_number: u8 = day.parse().unwrap();
            let asctime = format!("{weekday} {month} {day_number:2} {clock} {year}");
            prop_assert_eq!(seconds(&asctime), Some(time), "{}", asctime);
            let rfc_850 = format!("Someday, {day}-{month}-{} {clock} GMT", &year[2..]);
            let in_range = (1970..2070).contains(&year.parse::<u16>().unwrap());
            prop_assert!(!in_range || seconds(&rfc_850) == Some(time), "{}", rfc_850);
        }

        #[test]
        fn no_text_panics(text in "[A-Za-z0-9 ,:-]{0,40}|.{0,20}") {
            seconds(&text);
        }
    }
}
