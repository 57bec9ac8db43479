//! A scan, the index and matchit's tree agree: on which route is found, and on its parameters.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::priority::{goes_before, parting};
use super::tree::Tree;
use super::{Methods, Table};
use crate::inputs;
use crate::pattern;
use crate::request::Values;
use crate::target;

/// Segments that many routes share, so that several match the same path.
const COMMON: &[&str] = &["a", "b", "{x}", "{x}", "{y}.j", "a{x}"];

/// Text that is written out. Much of it starts or ends alike.
const LITERALS: &[&str] =
    &["a", "ab", "abc", "ba", "é", "è", "aé", "{{", "}}", "a{{b}}", "a.j", ".j", "~", "%7B"];

const PREFIXES: &[&str] = &["", "", "", "a", "ab", "é", "{{"];

const SUFFIXES: &[&str] = &["", "", "", ".j", "j", ".jj", "é", "}}", "j{{"];

const VALUES: &[&str] =
    &["a", "a", "b", "a.j", "ab", "j", ".j", "a.j", "b.jj", "é", "è", "{", "}", "x", "aj"];

/// The source of a segment: literal, or a parameter between a prefix and a suffix.
fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(COMMON).prop_map(str::to_owned),
        2 => select(LITERALS).prop_map(str::to_owned),
        2 => (select(PREFIXES), select(&["x", "y"][..]), select(SUFFIXES))
            .prop_map(|(prefix, name, suffix)| format!("{prefix}{{{name}}}{suffix}")),
    ]
}

fn ending() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(String::new()),
        2 => Just("/".to_owned()),
        1 => Just("//".to_owned()),
        2 => select(PREFIXES).prop_map(|prefix| format!("/{prefix}{{*rest}}")),
    ]
}

fn route() -> impl Strategy<Value = String> {
    // Some are longer than the index looks.
    let before = prop_oneof![9 => Just(0), 1 => 12..18_usize];
    let segments = prop::collection::vec(segment(), 0..5);
    (before, segments, ending()).prop_map(|(before, segments, ending)| {
        let path: String = segments.iter().map(|segment| format!("/{segment}")).collect();
        let path = "/a".repeat(before) + &path;
        if path.is_empty() && ending.is_empty() { "/".to_owned() } else { path + &ending }
    })
}

/// Changes of a path that is made from a route.
#[derive(Clone, Debug)]
enum Mutation {
    None,
    Remove(Index),
    Insert(Index, &'static str),
    Truncate(Index),
    Append(&'static str),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let inserted = &["/", "a", "é", ".j", "{", "}", "j", "?"][..];
    prop_oneof![
        3 => Just(Mutation::None),
        1 => any::<Index>().prop_map(Mutation::Remove),
        1 => (any::<Index>(), select(inserted)).prop_map(|(at, what)| Mutation::Insert(at, what)),
        1 => any::<Index>().prop_map(Mutation::Truncate),
        1 => select(&["/", "//", "/a", ".j", "?", "?q=/a", "/?/"][..]).prop_map(Mutation::Append),
    ]
}

/// How a path is made: from which route, with which values, mutated how.
type Recipe = (Index, Vec<&'static str>, Mutation);

fn recipe() -> impl Strategy<Value = Recipe> {
    (any::<Index>(), prop::collection::vec(select(VALUES), 5), mutation())
}

/// Values in place of parameters, then a mutation.
fn path((_, values, mutation): &Recipe, route: &str) -> String {
    let mut path = String::new();
    let mut values = values.iter().cycle();
    let mut rest = route;
    while let Some(at) = rest.find(['{', '}']) {
        path.push_str(&rest[..at]);
        if let Some(after) = rest[at..].strip_prefix("{{").or(rest[at..].strip_prefix("}}")) {
            path.push_str(&rest[at..=at]);
            rest = after;
        } else {
            path.push_str(values.next().unwrap_or(&"a"));
            let (_, after) = rest[at..].split_once('}').unwrap_or_default();
            rest = after;
        }
    }
    path.push_str(rest);
    mutate(path, mutation)
}

fn mutate(path: String, mutation: &Mutation) -> String {
    let mut characters: Vec<char> = path.chars().collect();
    // The slash at the start stays.
    let at = |index: &Index| 1 + index.index(characters.len());
    match mutation {
        Mutation::None => {}
        Mutation::Remove(index) if characters.len() > 1 => {
            let at = 1 + index.index(characters.len() - 1);
            characters.remove(at);
        }
        Mutation::Remove(_) => {}
        Mutation::Insert(index, what) => {
            let at = at(index);
            characters.splice(at..at, what.chars());
        }
        Mutation::Truncate(index) => {
            let at = at(index);
            characters.truncate(at);
        }
        Mutation::Append(what) => characters.extend(what.chars()),
    }
    characters.into_iter().collect()
}

/// The routes that matchit takes beside those before them.
fn accepted(routes: Vec<String>) -> (Vec<String>, Tree) {
    let mut tree = Tree::default();
    let mut taken = Vec::new();
    for route in routes {
        // A refused route leaves traces.
        let mut next = tree.clone();
        if next.insert(&route, taken.len()).is_ok() {
            tree = next;
            taken.push(route);
        }
    }
    (taken, tree)
}

fn params(pattern: &str, target: &str) -> Option<Vec<(String, String)>> {
    let mut params = Vec::new();
    let matches = pattern::walk(pattern, target, |name, value| {
        params.push((name.to_owned(), value.to_owned()));
    });
    matches.then_some(params)
}

fn check(routes: Vec<String>, recipes: &[Recipe]) -> Result<(), TestCaseError> {
    let (routes, tree) = accepted(routes);
    if routes.is_empty() {
        return Ok(());
    }
    let mut table = Table::default();
    for route in &routes {
        table.push(route.clone().into(), Methods::default());
    }
    let is_misleading = misleads_tree(&routes);
    for recipe in recipes {
        let target = path(recipe, &routes[recipe.0.index(routes.len())]);
        let mut values = Values::default();
        let scanned = table.scan(&target, &mut values);
        if !is_misleading {
            let found = tree.find(target::path(&target));
            let scanned = scanned.map(|route| (route, params(&routes[route], &target).unwrap()));
            prop_assert_eq!(scanned, found, "of {:?} in {:?}", target, routes);
        }
        let looked_up = table.look_up(&target, &mut values);
        prop_assert_eq!(looked_up, scanned, "of {:?} in {:?}", target, routes);
        if let (Some(route), Some(noted)) = (scanned, values.of(&target)) {
            let params = params(&routes[route], &target).unwrap();
            let named = noted.enumerate().map(|(at, value)| {
                (pattern::name(&routes[route], at).to_owned(), value.to_owned())
            });
            prop_assert_eq!(named.collect::<Vec<_>>(), params);
        }
        // The first time it scans.
        table.is_reused.set(false);
        let found = [(); 2].map(|()| table.find(&target, &mut values));
        prop_assert_eq!(found, [scanned; 2]);
        let best = best(&routes, &target);
        prop_assert_eq!(scanned, best, "of {:?} in {:?}", target, routes);
    }
    Ok(())
}

/// Whether a path may match both routes up to the end of a segment for which they have different
/// suffixes, and only one of them after that.
fn have_overlapping_suffixes(one: &str, other: &str) -> bool {
    let Some((Some(one), Some(other))) = parting(one, other) else { return false };
    let both_go_on = one.goes_on && other.goes_on;
    both_go_on && (one.suffix.ends_with(other.suffix) || other.suffix.ends_with(one.suffix))
}

/// Whether there may be text between a parameter and the end of its segment, and another segment.
fn has_inner_suffix(pattern: &str) -> bool {
    let Some((before_last, _)) = pattern.rsplit_once('/') else { return false };
    let mut segments = before_last.split('/').filter(|segment| segment.contains('{'));
    segments.any(|segment| !segment.ends_with('}') || segment.ends_with("}}"))
}

/// Whether there are routes such as `/{x}.json/a` beside `/{x}/b`. Of such suffixes matchit takes the
/// longest, and does not come back for another when it finds no route from there.
fn misleads_tree(routes: &[String]) -> bool {
    let mut suffixed = routes.iter().filter(|route| has_inner_suffix(route));
    suffixed.any(|route| routes.iter().any(|other| have_overlapping_suffixes(route, other)))
}

/// The route that none of those that match goes before.
fn best(routes: &[String], target: &str) -> Option<usize> {
    let matches = |route: &&String| params(route, target).is_some();
    let is_best = |route: &String| {
        routes.iter().filter(matches).all(|other| other == route || goes_before(route, other))
    };
    routes.iter().position(|route| matches(&route) && is_best(route))
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_scan_finds_what_the_tree_finds(
        routes in prop_oneof![
            49 => prop::collection::vec(route(), 1..6),
            1 => prop::collection::vec(route(), 6..40),
        ],
        recipes in prop::collection::vec(recipe(), 1..5),
    ) {
        check(routes, &recipes)?;
    }
}
