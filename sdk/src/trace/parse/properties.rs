//! Properties of the parser of trace fields, compared with a second one written from the grammar.

use proptest::prelude::*;

use crate::inputs;

use super::{Parent, traceparent, tracestate};

const PARENTS: &[&str] = &[
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
    "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff-what-comes-later",
    " fe-00000000000000000000000000000001-0000000000000001-0a\t",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
];

const PARENT_TOKENS: &[&str] = &["-", "0", "f", "F", "00", "ff", " ", "\t", "g", "00-", "-01"];

const STATES: &[&str] = &[
    "",
    "foo=1",
    "foo=1,bar=2",
    " foo=1 \t, \tbar=2\t,,",
    "0tenant@system=a b,tenant@s0=!~",
    "a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8,i=9,j=10,k=11,l=12,m=13,n=14,o=15,p=16,q=17",
    "r=1,s=2,t=3,u=4,v=5,w=6,x=7,y=8,z=9,a0=10,a1=11,a2=12,a3=13,a4=14,a5=15,a6=16",
    "long=vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\
     vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv",
    "more=wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
];

const STATE_TOKENS: &[&str] =
    &[",", "=", "@", " ", "\t", "A", "foo=1", "é", "\u{7f}", "_", "/", "x=1,", "0=1"];

fn hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.chars().all(|digit| matches!(digit, '0'..='9' | 'a'..='f'))
}

/// A `traceparent`, part by part.
fn by_grammar(value: &[u8]) -> Option<(String, String, bool)> {
    // Later versions may end with anything.
    let value = String::from_utf8_lossy(value.trim_ascii());
    let parts: Vec<&str> = value.splitn(5, '-').collect();
    let (version, trace, span, flags) = match parts[..] {
        [version, trace, span, flags] => (version, trace, span, flags),
        [version, trace, span, flags, _] if version != "00" => (version, trace, span, flags),
        _ => return None,
    };
    let is_some = |id: &str| id.chars().any(|digit| digit != '0');
    (hex(version, 2)
        && version != "ff"
        && hex(trace, 32)
        && is_some(trace)
        && hex(span, 16)
        && is_some(span)
        && hex(flags, 2))
    .then(|| {
        let flags = u8::from_str_radix(flags, 16).unwrap();
        (trace.to_owned(), span.to_owned(), flags & 1 == 1)
    })
}

/// All members of lists that are well-formed.
fn members(values: &[String]) -> Option<Vec<String>> {
    let mut members: Vec<String> = Vec::new();
    for member in values.iter().flat_map(|value| value.split(',')) {
        let member = member.trim_matches([' ', '\t']);
        if member.is_empty() {
            continue;
        }
        let (key, value) = member.split_once('=')?;
        let is_part = |part: &str| {
            part.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-' | '*' | '/'))
        };
        let is_key = match key.split_once('@') {
            None => {
                key.starts_with(|first: char| first.is_ascii_lowercase())
                    && is_part(key)
                    && key.len() <= 256
            }
            Some((tenant, system)) => {
                tenant
                    .starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
                    && system.starts_with(|first: char| first.is_ascii_lowercase())
                    && is_part(tenant)
                    && is_part(system)
                    && tenant.len() <= 241
                    && system.len() <= 14
            }
        };
        let is_value = !value.is_empty()
            && value.len() <= 256
            && value.chars().all(|c| matches!(c, ' '..='~') && c != ',' && c != '=');
        let start = format!("{key}=");
        let is_new = !members.iter().any(|other| other.starts_with(&start));
        if !(is_key && is_value && is_new) || members.len() == 32 {
            return None;
        }
        members.push(member.to_owned());
    }
    (!members.is_empty()).then_some(members)
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_parent_follows_the_grammar(value in inputs::bytes(PARENTS, PARENT_TOKENS)) {
        let own = traceparent(&value).map(|Parent { trace_id, span_id, sampled }| {
            let text = |id: &[u8]| String::from_utf8(id.to_vec()).unwrap();
            (text(&trace_id), text(&span_id), sampled)
        });
        prop_assert_eq!(own, by_grammar(&value), "{}", value.escape_ascii());
    }

    /// A changed `traceparent` is either refused or read with the change.
    #[test]
    fn a_changed_byte_is_seen(at in 0_usize..55, byte in any::<u8>()) {
        let mut value = PARENTS[0].as_bytes().to_vec();
        value[at] = byte;
        let digit = byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match traceparent(&value) {
            Some(parent) => {
                prop_assert!(digit || byte == b'-');
                prop_assert_eq!(&parent.trace_id[..], &value[3..35]);
                prop_assert_eq!(&parent.span_id[..], &value[36..52]);
            }
            None => prop_assert!(!digit || [2, 35, 52].contains(&at)),
        }
    }

    /// The result is well-formed and not too long; members are missing only if there are too many.
    #[test]
    fn a_state_follows_the_grammar(
        values in prop::collection::vec(inputs::text(STATES, STATE_TOKENS), 0..5),
    ) {
        let own = tracestate(values.iter().map(String::as_str));
        let Some(all) = members(&values) else {
            prop_assert_eq!(own, None, "{:?}", values);
            return Ok(());
        };
        let whole = all.join(",");
        let own = own.map_or(String::new(), String::from);
        prop_assert!(own.len() <= 512);
        if whole.len() <= 512 {
            prop_assert_eq!(&own, &whole);
        }
        let mut left = all.iter();
        let kept: Vec<&str> = own.split(',').filter(|member| !member.is_empty()).collect();
        // The order is kept.
        prop_assert!(kept.iter().all(|member| left.any(|other| other == member)), "{:?}", values);
        // A short member is left out only if there is no room.
        for member in all.iter().filter(|member| member.len() <= 128) {
            let has_room = own.len() + 1 + member.len() <= 512;
            let is_kept = kept.contains(&member.as_str());
            let short_after = all.iter().rev().take_while(|other| *other != member)
                .any(|other| kept.contains(&other.as_str()) && other.len() <= 128);
            prop_assert!(is_kept || !short_after || !has_room, "{:?}", values);
        }
        let again = tracestate([&*own].into_iter());
        prop_assert_eq!(again.as_deref().unwrap_or_default(), own);
    }
}
