//! A figure that varies from one run to the next.

use serde::{Deserialize, Serialize};

/// The middle and the ends of what several runs gave.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) runs: usize,
}

impl Spread {
    /// `None` without a value, or with one that is no number.
    pub(crate) fn of(values: &[f64]) -> Option<Self> {
        if values.iter().any(|value| value.is_nan()) {
            return None;
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = match sorted.len() % 2 {
            0 => (sorted[middle - 1] + sorted[middle]) / 2.0,
            _ => sorted[middle],
        };
        Some(Self { median, low, high, runs: sorted.len() })
    }

    /// The spread of what each round gave as a part of what another contender gave in the same
    /// round: what slows a whole round down is no part of it.
    pub(crate) fn of_ratios(values: &[f64], others: &[f64]) -> Option<Self> {
        let ratios: Vec<_> =
            values.iter().zip(others).map(|(value, other)| value / other).collect();
        Self::of(&ratios)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        let odd = Spread::of(&[3.0, 1.0, 2.0]).unwrap();
        assert_eq!((odd.median, odd.low, odd.high, odd.runs), (2.0, 1.0, 3.0, 3));
        let even = Spread::of(&[4.0, 1.0, 2.0, 3.0]).unwrap();
        assert_eq!((even.median, even.low, even.high, even.runs), (2.5, 1.0, 4.0, 4));
        assert_eq!(Spread::of(&[7.0]).unwrap().median, 7.0);
    }

    #[test]
    fn without_values_there_is_no_spread() {
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[1.0, f64::NAN]), None);
        assert_eq!(Spread::of_ratios(&[0.0], &[0.0]), None);
    }

    #[test]
    fn a_slow_round_does_not_change_ratios() {
        let ratios = Spread::of_ratios(&[90.0, 9.0, 45.0], &[100.0, 10.0, 50.0]).unwrap();
        assert_eq!((ratios.low, ratios.high, ratios.runs), (0.9, 0.9, 3));
    }
}
