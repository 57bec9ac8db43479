//! One measurement of all contenders, round after round.

use anyhow::Result;

use crate::figures::{Outcome, Spread, Timing};

/// The results of each contender in each round, up to its first failure.
pub(crate) struct Turns<'a> {
    what: &'static str,
    names: &'a [&'a str],
    values: Vec<Outcome<Vec<f64>>>,
}

impl<'a> Turns<'a> {
    pub(crate) fn new(what: &'static str, names: &'a [&'a str]) -> Self {
        let values = names.iter().map(|_| Outcome::Measured(Vec::new())).collect();
        Self { what, names, values }
    }

    /// Everyone's turn; each round starts with another one.
    pub(crate) fn round(&mut self, round: usize, mut measure: impl FnMut(usize) -> Result<f64>) {
        for turn in 0..self.names.len() {
            let at = (round + turn) % self.names.len();
            let Outcome::Measured(values) = &mut self.values[at] else { continue };
            match measure(at) {
                Ok(value) => {
                    eprintln!("  {value:>10.1} {}: {}", self.what, self.names[at]);
                    values.push(value);
                }
                Err(error) => {
                    eprintln!("  failed: {}: {}: {error:#}", self.what, self.names[at]);
                    self.values[at] = Outcome::Failed(format!("{error:#}"));
                }
            }
        }
    }

    pub(crate) fn outcome(&self, at: usize, reference: Option<usize>) -> Outcome<Timing> {
        let values = match &self.values[at] {
            Outcome::Measured(values) => values,
            Outcome::Failed(why) => return Outcome::Failed(why.clone()),
        };
        let Some(value) = Spread::of(values) else {
            return Outcome::Failed("there was no round".to_owned());
        };
        let ratio = reference.and_then(|reference| self.ratio(at, self, reference));
        Outcome::Measured(Timing { value, ratio })
    }

    /// The ratio of two results in each round.
    pub(crate) fn ratio(&self, at: usize, other: &Turns<'_>, other_at: usize) -> Option<Spread> {
        Spread::of_ratios(self.values[at].measured()?, other.values[other_at].measured()?)
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn rounds_start_with_another_one_each_and_ratios_are_within_a_round() {
        let mut turns = Turns::new("figures", &["a", "b", "c"]);
        let mut order = Vec::new();
        for round in 0..3 {
            turns.round(round, |at| {
                order.push(at);
                Ok((at + 1) as f64 * [100.0, 1.0, 10.0][round])
            });
        }
        assert_eq!(order, [0, 1, 2, 1, 2, 0, 2, 0, 1]);
        let outcome = turns.outcome(1, Some(0));
        let timing = outcome.measured().unwrap();
        assert_eq!((timing.value.low, timing.value.median, timing.value.high), (2.0, 20.0, 200.0));
        let ratio = timing.ratio.unwrap();
        assert_eq!((ratio.low, ratio.high), (2.0, 2.0));
        assert_eq!(turns.outcome(1, None).measured().unwrap().ratio, None);
    }

    #[test]
    fn a_measurement_may_be_compared_with_another_one() {
        let mut turns = Turns::new("figures", &["a"]);
        let mut others = Turns::new("other figures", &["b", "c"]);
        for round in 0..2 {
            turns.round(round, |_| Ok([100.0, 10.0][round]));
            others.round(round, |at| Ok([40.0, 4.0][round] * at as f64));
        }
        let ratio = turns.ratio(0, &others, 1).unwrap();
        assert_eq!((ratio.low, ratio.high, ratio.runs), (2.5, 2.5, 2));
    }

    #[test]
    fn one_that_fails_once_has_failed() {
        let mut turns = Turns::new("figures", &["a", "b"]);
        for round in 0..2 {
            turns.round(round, |at| match (round, at) {
                (1, 0) => bail!("it broke"),
                _ => Ok(1.0),
            });
        }
        assert_eq!(turns.outcome(0, Some(1)), Outcome::Failed("it broke".to_owned()));
        assert_eq!(turns.outcome(1, Some(0)).measured().unwrap().ratio, None);
    }
}
