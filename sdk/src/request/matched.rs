//! [`Matched`]: the route of a request, and [`Values`]: its parameters.

use std::borrow::Cow;
use std::rc::Rc;

/// The route that a request was matched with.
#[derive(Clone)]
pub(crate) struct Matched {
    // A trait object, so that a component without a router does not carry the code that drops one.
    pub(crate) routes: Rc<dyn Routes>,
    pub(crate) route: usize,
}

/// The routes of a router, by index.
pub(crate) trait Routes {
    /// Returns the path of a route as it was given, with the prefixes it is nested in.
    fn pattern(&self, route: usize) -> &Cow<'static, str>;

    /// Returns the pattern without the parameter that a nested service has at its end.
    fn shown(&self, route: usize) -> &str;
}

impl Matched {
    pub(crate) fn pattern(&self) -> &Cow<'static, str> {
        self.routes.pattern(self.route)
    }

    pub(crate) fn shown(&self) -> &str {
        self.routes.shown(self.route)
    }
}

/// How many values are noted; few routes have more parameters.
const MOST: usize = 4;

/// The places of a route's parameters in the path.
///
/// They are noted while the route is looked for: to walk along the path once more costs as much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values {
    /// Their number; `MOST + 1` if not all are noted.
    count: usize,
    /// Starts and ends in the target.
    ranges: [(u16, u16); MOST],
}

impl Values {
    /// Notes a value that is a part of the target.
    #[inline]
    pub(crate) fn note(&mut self, target: &str, value: &str) {
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

    /// Returns the values, if all are noted.
    pub(crate) fn of<'t>(&self, target: &'t str) -> Option<impl Iterator<Item = &'t str>> {
        let ranges = self.ranges.get(..self.count)?;
        let text = |(start, end)| target.get(usize::from(start)..usize::from(end));
        Some(ranges.iter().map(move |range| text(*range).unwrap_or_default()))
    }
}
