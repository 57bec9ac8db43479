//! [`Index`]: the routes by hash, for instances that answer many requests.

/// Finds the routes that may match a path, in as many steps as the path is long, however many routes
/// there are.
///
/// A route's shape is how many segments it has and which of them are literal. An app has few
/// shapes, so a path is looked up once for each, by a hash of its literal segments. The routes found
/// are compared with the path as a scan does, so that both find the same.
pub(super) struct Index {
    shapes: Vec<Shape>,
    /// By hash, the first route of those that have it.
    first: Vec<u32>,
    /// By route, the next one with the same hash.
    next: Vec<u32>,
}

/// After the last route of a list.
const NONE: u32 = u32::MAX;

/// The most segments that are hashed. The first is the empty one before the slash.
const MOST: usize = 16;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Shape {
    segments: u32,
    /// A bit for each literal segment.
    literal: u32,
    /// Whether there may be more segments.
    goes_on: bool,
}

/// A hash of each segment.
type Hashes = [u32; MOST];

impl Index {
    pub(super) fn new<'a>(
        routes: impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator,
    ) -> Self {
        let len = routes.len();
        let mut index = Self {
            shapes: Vec::new(),
            first: vec![NONE; len.next_power_of_two()],
            next: vec![NONE; len],
        };
        // Each before those that are there, so that they are found in their order.
        for (at, route) in routes.enumerate().rev() {
            index.add(at, route);
        }
        index
    }

    fn add(&mut self, at: usize, route: &str) {
        let mut hashes = Hashes::default();
        let shape = read(route, true, &mut hashes);
        if !self.shapes.contains(&shape) {
            self.shapes.push(shape);
        }
        let bucket = self.bucket(shape, &hashes);
        if let (Some(first), Some(next)) = (self.first.get_mut(bucket), self.next.get_mut(at)) {
            *next = std::mem::replace(first, at as u32);
        }
    }

    /// Calls `found` with each route that may match the path of a target, until it returns true.
    pub(super) fn find(&self, target: &str, mut found: impl FnMut(usize) -> bool) {
        let mut hashes = Hashes::default();
        let path = read(target, false, &mut hashes);
        for shape in self.shapes.iter().filter(|shape| shape.fits(path)) {
            let mut next = self.first.get(self.bucket(*shape, &hashes));
            while let Some(at) = next.filter(|at| **at != NONE) {
                if found(*at as usize) {
                    return;
                }
                next = self.next.get(*at as usize);
            }
        }
    }

    fn bucket(&self, shape: Shape, hashes: &Hashes) -> usize {
        let mut all = shape.literal;
        for (at, hash) in hashes.iter().enumerate().take(shape.segments as usize) {
            if shape.literal & 1 << at != 0 {
                all = add(all, *hash);
            }
        }
        // There are a power of two of them.
        (all ^ all >> 16) as usize & (self.first.len() - 1)
    }
}

impl Shape {
    /// Whether a path of that shape may match.
    fn fits(&self, path: Self) -> bool {
        if self.goes_on {
            path.segments >= self.segments
        } else {
            path.segments == self.segments && !path.goes_on
        }
    }
}

/// Reads the shape of a route or of the path of a target, and hashes its segments. In a route a
/// segment with a brace is not literal, nor is any from the one that matches all on.
fn read(text: &str, is_route: bool, hashes: &mut Hashes) -> Shape {
    let mut shape = Shape { segments: 0, literal: 0, goes_on: false };
    let mut bytes = text.as_bytes().iter();
    for segment in hashes {
        let mut is_literal = true;
        let is_last = loop {
            match bytes.next() {
                Some(b'/') => break false,
                None => break true,
                Some(b'?') if !is_route => break true,
                Some(brace @ (b'{' | b'}')) if is_route => {
                    is_literal = false;
                    match bytes.as_slice() {
                        [next, after @ ..] if next == brace => bytes = after.iter(),
                        [b'*', ..] => {
                            shape.goes_on = true;
                            return shape;
                        }
                        // The name.
                        _ => _ = bytes.find(|byte| **byte == b'}'),
                    }
                }
                Some(byte) => *segment = add(*segment, u32::from(*byte)),
            }
        };
        shape.literal |= u32::from(is_literal) << shape.segments;
        shape.segments += 1;
        if is_last {
            return shape;
        }
    }
    shape.goes_on = true;
    shape
}

/// A step of FNV-1a.
fn add(hash: u32, part: u32) -> u32 {
    (hash ^ part).wrapping_mul(0x0100_0193)
}
