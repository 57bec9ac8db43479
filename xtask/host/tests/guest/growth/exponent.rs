//! From points to how fast they rise.

/// How fast the cost rises at the largest sizes: the slope of its logarithm over that of the size,
/// between the last two points, both counted from the first point, so that what every request costs
/// has no part in it. 0 is flat, 1 linear, 2 quadratic; `None` with fewer than three points.
///
/// Not a fit over all points, which would hide what only shows at the end.
pub(super) fn exponent(points: &[(u64, u64)]) -> Option<f64> {
    let [first, .., before, last] = points else { return None };
    let above = |point: &(u64, u64)| {
        let (size, cost) = (point.0.saturating_sub(first.0), point.1.saturating_sub(first.1));
        // Nothing more counts as one, so that a step from nothing is a rise too.
        ((size.max(1) as f64).ln(), (cost.max(1) as f64).ln())
    };
    let (before, last) = (above(before), above(last));
    (last.0 > before.0).then(|| (last.1 - before.1) / (last.0 - before.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(cost: impl Fn(u64) -> u64) -> Vec<(u64, u64)> {
        [1, 10, 100, 300, 1000].map(|size| (size, cost(size))).to_vec()
    }

    fn of(cost: impl Fn(u64) -> u64) -> f64 {
        exponent(&points(cost)).unwrap()
    }

    #[test]
    fn an_exponent_is_that_of_the_growth() {
        assert_eq!(of(|_| 5000), 0.0);
        assert!((of(|size| 5000 + 80 * size) - 1.0).abs() < 1e-9);
        assert!((of(|size| 5000 + 7 * size * size) - 2.0).abs() < 0.01);
        assert!((of(|size| 5000 + 9 * size * size.ilog2() as u64) - 1.0) > 0.05);
    }

    #[test]
    fn growth_at_the_end_is_found() {
        assert!(of(|size| 5000 + 80 * size + size * size / 10) > 1.3);
    }

    #[test]
    fn falling_costs_are_flat_or_less() {
        assert!(of(|size| 5000 - size) <= 0.0);
    }

    #[test]
    fn too_few_points_have_none() {
        assert_eq!(exponent(&[]), None);
        assert_eq!(exponent(&[(1, 1), (2, 2)]), None);
        assert_eq!(exponent(&[(1, 1), (2, 2), (2, 3)]), None);
    }
}
