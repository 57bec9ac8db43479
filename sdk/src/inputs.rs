//! Inputs for property tests: valid texts, mutated ones and random bytes.

#![allow(dead_code)] // Each test program that includes this file uses a part of it.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Runs 100,000 cases, or as many as the environment variable `PROPTEST_CASES` says.
pub(crate) fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(100_000),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// One change of an input.
#[derive(Clone, Debug)]
enum Mutation {
    Remove(Index),
    Replace(Index, u8),
    Insert(Index, Vec<u8>),
    Repeat(Index, Index),
    Truncate(Index),
}

fn mutation(tokens: &'static [&'static str]) -> impl Strategy<Value = Mutation> {
    prop_oneof![
        2 => any::<Index>().prop_map(Mutation::Remove),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Replace(at, byte)),
        4 => (any::<Index>(), select(tokens))
            .prop_map(|(at, token)| Mutation::Insert(at, token.as_bytes().to_vec())),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Mutation::Repeat(from, to)),
        1 => any::<Index>().prop_map(Mutation::Truncate),
    ]
}

fn mutate(input: &mut Vec<u8>, mutation: &Mutation) {
    let positions = input.len() + 1;
    match mutation {
        Mutation::Remove(at) if !input.is_empty() => {
            input.remove(at.index(input.len()));
        }
        Mutation::Replace(at, byte) if !input.is_empty() => {
            let at = at.index(input.len());
            input[at] = *byte;
        }
        Mutation::Remove(_) | Mutation::Replace(..) => {}
        Mutation::Insert(at, token) => {
            let at = at.index(positions);
            input.splice(at..at, token.iter().copied());
        }
        Mutation::Repeat(from, to) => {
            let (from, to) = (from.index(positions), to.index(positions));
            let part = input[from.min(to)..from.max(to)].to_vec();
            input.splice(to..to, part);
        }
        Mutation::Truncate(at) => input.truncate(at.index(positions)),
    }
}

/// Generates one of the valid inputs, changed up to four times, with `tokens` inserted among other
/// changes; one in eight consists of random bytes.
pub(crate) fn bytes(
    valid: &'static [&'static str],
    tokens: &'static [&'static str],
) -> impl Strategy<Value = Vec<u8>> {
    let mutated = (select(valid), prop::collection::vec(mutation(tokens), 0..5));
    prop_oneof![
        7 => mutated.prop_map(|(input, mutations)| {
            let mut input = input.as_bytes().to_vec();
            mutations.iter().for_each(|mutation| mutate(&mut input, mutation));
            input
        }),
        1 => prop::collection::vec(any::<u8>(), 0..64),
    ]
}

/// The same as text; bytes that are not UTF-8 become U+FFFD.
pub(crate) fn text(
    valid: &'static [&'static str],
    tokens: &'static [&'static str],
) -> impl Strategy<Value = String> {
    bytes(valid, tokens).prop_map(|input| String::from_utf8_lossy(&input).into_owned())
}
