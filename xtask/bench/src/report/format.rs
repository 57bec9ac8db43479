//! Figures as text.

use crate::figures::Spread;

/// With a comma before every three digits.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Three digits that count, and no fewer than are before the point.
pub(crate) fn decimal(number: f64) -> String {
    let places = match number.abs() {
        small if small < 10.0 => 2,
        medium if medium < 100.0 => 1,
        _ => 0,
    };
    let rounded = format!("{number:.places$}");
    match rounded.parse::<f64>() {
        Ok(whole) if places == 0 && whole >= 0.0 => thousands(whole as u64),
        // Not "-0.00".
        Ok(0.0) => rounded.trim_start_matches('-').to_owned(),
        _ => rounded,
    }
}

/// The median and, if there was more than one run, the ends.
pub(crate) fn spread(spread: &Spread) -> String {
    let median = decimal(spread.median);
    match spread.runs {
        0 | 1 => median,
        _ => format!("{median} ({}–{})", decimal(spread.low), decimal(spread.high)),
    }
}

/// Bytes as KiB.
pub(crate) fn kib(bytes: u64) -> String {
    thousands(bytes.div_ceil(1024))
}

/// A message in one line that breaks no table, list or tag.
pub(crate) fn one_line(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let line = lines.join(" / ");
    let mut out = String::new();
    for character in line.chars().take(400) {
        if matches!(character, '<' | '|' | '*' | '_' | '`' | '[' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    if line.chars().nth(400).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        let written = [0, 7, 999, 1000, 12_345, 1_240_000].map(thousands);
        assert_eq!(written, ["0", "7", "999", "1,000", "12,345", "1,240,000"]);
    }

    #[test]
    fn decimals_have_as_many_places_as_count() {
        let written = [0.0, -0.001, 0.974, 9.994, 10.04, 99.94, 123.4, 54_321.7].map(decimal);
        assert_eq!(written, ["0.00", "0.00", "0.97", "9.99", "10.0", "99.9", "123", "54,322"]);
        assert_eq!(decimal(-3.5), "-3.50");
        assert_eq!(decimal(-350.0), "-350");
    }

    #[test]
    fn a_spread_of_one_run_has_no_ends() {
        let of = |runs| spread(&Spread { median: 2.0, low: 1.5, high: 2500.0, runs });
        assert_eq!(of(1), "2.00");
        assert_eq!(of(3), "2.00 (1.50–2,500)");
    }

    #[test]
    fn a_message_stays_in_its_line() {
        assert_eq!(one_line("error: a\n\n  at <b> | `c`\n"), r"error: a / at \<b> \| \`c\`");
        assert_eq!(one_line(&"x".repeat(500)).chars().count(), 401);
    }
}
