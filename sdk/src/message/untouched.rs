//! [`Untouched`]: whether the header fields of a message are still those that it came with.

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{arrival, parse_length};

/// The fields of a message that are unchanged so far.
pub(crate) struct Untouched {
    /// Name after value after name.
    all: Bytes,
    /// The ends of each name and of its value.
    ends: Vec<(usize, usize)>,
}

impl Untouched {
    /// A map of fields, and the fields if no rule of arrival or of sending would change them.
    pub(crate) fn of(entries: Vec<(String, Vec<u8>)>) -> (HeaderMap, Option<Self>) {
        let size = entries.iter().map(|(name, value)| name.len() + value.len()).sum();
        let mut all = Vec::with_capacity(size);
        let mut ends = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            all.extend_from_slice(name.as_bytes());
            let name_end = all.len();
            all.extend_from_slice(&value);
            ends.push((name_end, all.len()));
        }
        let all = Bytes::from(all);
        let mut map = HeaderMap::try_with_capacity(ends.len() + 2).unwrap_or_default();
        let (mut start, mut are_plain, mut has_length) = (0, true, false);
        for &(name_end, end) in &ends {
            let name = HeaderName::from_bytes(&all[start..name_end]);
            let value = HeaderValue::from_maybe_shared(all.slice(name_end..end));
            start = end;
            let (Ok(name), Ok(value)) = (name, value) else {
                are_plain = false;
                continue;
            };
            if name == CONTENT_LENGTH {
                are_plain &= !has_length && parse_length(value.as_bytes()).is_some();
                has_length = true;
            }
            are_plain &= name != CONNECTION;
            // This fails only in a map of over 24,000 entries.
            are_plain &= map.try_append(name, value).is_ok();
        }
        if !are_plain {
            arrival::remove_connection_fields(&mut map);
        }
        (map, are_plain.then_some(Self { all, ends }))
    }

    /// Whether a map of them was not changed.
    pub(crate) fn are(&self, map: &HeaderMap) -> bool {
        let mut start = 0;
        map.len() == self.ends.len()
            && map.iter().zip(&self.ends).all(|((name, value), &(name_end, end))| {
                let (came, value) = (&self.all[name_end..end], value.as_bytes());
                let is_name = name.as_str().as_bytes() == &self.all[start..name_end];
                start = end;
                // Most are the very same bytes.
                is_name && (std::ptr::eq(came, value) || came == value)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&str, &str)]) -> (HeaderMap, Option<Untouched>) {
        let entry = |(name, value): &(&str, &str)| (name.to_string(), value.as_bytes().to_vec());
        Untouched::of(fields.iter().map(entry).collect())
    }

    const FIELDS: [(&str, &str); 5] = [
        ("content-type", "text/plain"),
        ("content-length", "5"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("x-empty", ""),
    ];

    #[test]
    fn a_map_is_as_it_came_until_it_is_changed() {
        let (map, came) = of(&FIELDS);
        let came = came.unwrap();
        assert_eq!(map.len(), 5);
        assert_eq!(map["set-cookie"], "a=1");
        assert!(came.are(&map) && came.are(&map.clone()));

        type Change = fn(&mut HeaderMap);
        let changes: [Change; 8] = [
            |map| drop(map.insert("content-type", HeaderValue::from_static("text/html"))),
            |map| drop(map.insert("set-cookie", HeaderValue::from_static("a=1"))),
            |map| assert!(map.append("set-cookie", HeaderValue::from_static("c=3"))),
            |map| drop(map.insert("x-new", HeaderValue::from_static(""))),
            |map| drop(map.remove("x-empty")),
            |map| drop(map.insert("x-empty", HeaderValue::from_static(" "))),
            |map| map.clear(),
            |map| {
                // The same value by another name.
                let value = map.remove("content-type").unwrap();
                map.insert("content-tapy", value);
            },
        ];
        for (nth, change) in changes.iter().enumerate() {
            let mut changed = map.clone();
            change(&mut changed);
            assert!(!came.are(&changed), "change {nth}");
        }

        // Fields that are the same again are unchanged.
        let mut same = map.clone();
        same.insert("content-type", HeaderValue::from_static("text/plain"));
        assert!(came.are(&same));
    }

    #[test]
    fn fields_that_a_rule_changes_are_not_passed_on() {
        let refused = [
            &[("connection", "x-a"), ("x-a", "1"), ("x-b", "2")][..],
            &[("content-length", "five")],
            &[("content-length", "5"), ("content-length", "5")],
            &[("x-a", "a\nb")],
            &[("not a name", "1")],
        ];
        for fields in refused {
            assert!(of(fields).1.is_none(), "{fields:?}");
        }
        let (map, _) = of(refused[0]);
        assert_eq!((map.len(), &map["x-b"]), (1, &HeaderValue::from_static("2")));
        let (map, came) = of(&[]);
        assert!(map.is_empty() && came.unwrap().are(&map));
    }
}
