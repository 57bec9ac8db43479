//! [`Values`]: where in a path the values of its route's parameters stand.

/// How many are noted; few routes have more parameters.
const MOST: usize = 4;

/// Noted while a route is looked for: to walk along the path once more costs as much as that.
#[derive(Clone, Copy, Default)]
pub(crate) struct Values {
    /// How many there are, or more than are noted.
    count: usize,
    /// Starts and ends in the target.
    ranges: [(u16, u16); MOST],
}

impl Values {
    /// Notes a value that is a part of the target.
    #[inline]
    pub(super) fn note(&mut self, target: &str, value: &str) {
        let start = value.as_ptr().addr().wrapping_sub(target.as_ptr().addr());
        let range = (u16::try_from(start), u16::try_from(start + value.len()));
        match (self.ranges.get_mut(self.count), range) {
            (Some(slot), (Ok(start), Ok(end))) => {
                *slot = (start, end);
                self.count += 1;
            }
            _ => self.count = MOST + 1,
        }
    }

    /// The values, unless there are too many.
    pub(crate) fn of<'t>(&self, target: &'t str) -> Option<impl Iterator<Item = &'t str>> {
        let ranges = self.ranges.get(..self.count)?;
        let text = |(start, end)| target.get(usize::from(start)..usize::from(end));
        Some(ranges.iter().map(move |range| text(*range).unwrap_or_default()))
    }
}
