//! Queries.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::num::NonZero;

use doorway::extract::Query;
use doorway::http::Uri;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{get, good, of_head, refused};

#[track_caller]
fn reads<T: DeserializeOwned + Debug + PartialEq>(query: &str, expected: T) {
    let Query(value) = of_head::<Query<T>>(|| get(&format!("/path?{query}"))).unwrap();
    assert_eq!(value, expected, "{query}");
    let uri: Uri = format!("https://example.com?{query}").parse().unwrap();
    assert_eq!(Query::<T>::try_from_uri(&uri).unwrap().0, expected, "{query}");
}

#[track_caller]
fn refuses<T: DeserializeOwned + 'static>(query: &str, told: &str) {
    let handler = |_: Query<T>| async {};
    let told = format!("the query is invalid: {told}");
    refused(handler, get(&format!("/?{query}")), 400, &told);
}

#[derive(Debug, Deserialize, PartialEq)]
struct Listing {
    page: u32,
    #[serde(default)]
    tag: Vec<String>,
    sort: Option<Sort>,
    limit: Option<u16>,
    #[serde(default)]
    all: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Name,
    Age,
}

#[test]
fn fills_structs() {
    let nothing = Listing { page: 1, tag: vec![], sort: None, limit: None, all: false };
    reads("page=1", nothing);
    reads(
        "tag=a&page=2&&sort=age&tag=b+c&limit=&all=on&x=y&tag=%C3%A9%2B",
        Listing {
            page: 2,
            tag: vec!["a".into(), "b c".into(), "é+".into()],
            sort: Some(Sort::Age),
            limit: None,
            all: true,
        },
    );
}

#[test]
fn fills_maps_and_lists() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    reads(
        "a=1&b=&c&=d&e=f=g",
        BTreeMap::from([
            pair("a", "1"),
            pair("b", ""),
            pair("c", ""),
            pair("", "d"),
            pair("e", "f=g"),
        ]),
    );
    reads("a=1&b=2&a=3", vec![pair("a", "1"), pair("b", "2"), pair("a", "3")]);
    reads("a=1&b=2", [(String::from("a"), 1), (String::from("b"), 2)]);
    reads("a=1&b=2&a=3", BTreeMap::from([("a".to_owned(), vec![1, 3]), ("b".into(), vec![2])]));
    reads("7=x", BTreeMap::from([(7, 'x')]));
    reads("", ());
    reads("", Vec::<(String, String)>::new());
    reads("", None::<HashMap<String, String>>);
}

#[test]
fn empty_numbers_are_none_and_empty_text_is_text() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Empty {
        text: Option<String>,
        number: Option<i128>,
        float: Option<f64>,
        flag: Option<bool>,
        index: Option<NonZero<usize>>,
        list: Vec<Option<u8>>,
    }

    reads(
        "text=&number=&float=&flag=&index=&list=&list=1",
        Empty {
            text: Some(String::new()),
            number: None,
            float: None,
            flag: None,
            index: None,
            list: vec![None, Some(1)],
        },
    );
}

#[test]
fn an_empty_value_is_none_for_types_that_refuse_it() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Id(u32);

    #[derive(Debug, Deserialize, PartialEq)]
    struct Name(String);

    /// A type with a message of its own.
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(try_from = "String")]
    struct Letters(String);

    impl TryFrom<String> for Letters {
        type Error = &'static str;

        fn try_from(text: String) -> Result<Self, &'static str> {
            if text.is_empty() { Err("no letters") } else { Ok(Self(text)) }
        }
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "lowercase")]
    enum Order {
        #[serde(rename = "")]
        Any,
        Up,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct All {
        sort: Option<Sort>,
        order: Option<Order>,
        id: Option<Id>,
        c: Option<char>,
        ip: Option<std::net::IpAddr>,
        letters: Option<Letters>,
        numbers: Option<Vec<u8>>,
        name: Option<Name>,
        names: Option<Vec<Name>>,
        list: Vec<Option<Sort>>,
    }

    let name = || Some(Name(String::new()));
    reads("sort=&id=&c=&ip=&letters=&numbers=", All::default());
    reads("sort=&x=&y=&sort2=", All::default());
    reads("x=&c=&y=&x=&name=", All { name: name(), ..All::default() });
    reads(
        "order=&name=&names=&list=&list=age&list=",
        All {
            order: Some(Order::Any),
            name: name(),
            names: name().map(|name| vec![name]),
            list: vec![None, Some(Sort::Age), None],
            ..All::default()
        },
    );
    reads("a=&b=x", BTreeMap::from([("a".to_owned(), None), ("b".into(), Some('x'))]));
    reads("a=&a=x", vec![("a".to_owned(), None), ("a".to_owned(), Some('x'))]);
    refuses::<All>("sort=&c=ab", "`c`: expected a character");
    refuses::<All>("sort=x", "`sort`: unknown variant `x`, expected `name` or `age`");
    refuses::<All>("sort=&sort=", "`sort`: more than one value");
    refuses::<HashMap<String, Sort>>("a=", "`a`: unknown variant ``, expected `name` or `age`");
}

/// Once more for each type that turned out not to read empty text, however many values there are.
#[test]
fn options_of_empty_values_are_read_in_few_passes() {
    thread_local! {
        static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    #[derive(Debug, PartialEq)]
    struct Counted(String);

    impl<'de> Deserialize<'de> for Counted {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            READ.set(READ.get() + 1);
            String::deserialize(deserializer).map(Self)
        }
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Many {
        tag: Counted,
        sort: Vec<Option<Sort>>,
        letter: Vec<Option<char>>,
        number: Vec<Option<u8>>,
    }

    let query = format!("tag=a&{}", "sort=&letter=&number=&".repeat(100));
    let uri: Uri = format!("/?{query}").parse().unwrap();
    let Query(many) = Query::<Many>::try_from_uri(&uri).unwrap();
    assert_eq!(many.sort, [const { None }; 100]);
    assert_eq!((many.letter, many.number), (vec![None; 100], vec![None; 100]));
    assert_eq!(READ.get(), 3);
}

#[test]
fn errors_in_a_flatten_have_the_name() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Page {
        page: u32,
        letter: Option<char>,
        all: Option<bool>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Listing {
        text: Option<String>,
        #[serde(flatten)]
        page: Page,
    }

    let told = "expected u32; in a `#[serde(flatten)]` all values are text";
    refuses::<Listing>("page=x", &format!("`page`: {told}"));
    refuses::<Listing>("text=a&page=1", &format!("`page`: {told}"));
    refuses::<Listing>("page=1&page=2", "`page`: expected u32, and there is more than one value");
    // It might be the other one.
    refuses::<Listing>("text=1&page=1", told);
    refuses::<Listing>("text=1", "missing field `page`");
}

#[test]
fn an_unexpected_query_is_reported_with_its_name() {
    refuses::<Listing>("", "missing field `page`");
    refuses::<Listing>("page=x", "`page`: cannot parse `x` to a `u32`");
    refuses::<Listing>("page=-1", "`page`: cannot parse `-1` to a `u32`");
    refuses::<Listing>("page=", "`page`: cannot parse `` to a `u32`");
    refuses::<Listing>("page=1&page=2", "`page`: more than one value");
    refuses::<Listing>(
        "page=1&sort=size",
        "`sort`: unknown variant `size`, expected `name` or `age`",
    );
    refuses::<Listing>("page=1&all=maybe", "`all`: cannot parse `maybe` to a `bool`");
    refuses::<HashMap<String, Vec<u8>>>("a=1&b=1&a=256", "`a`: cannot parse `256` to a `u8`");
    refuses::<HashMap<String, (u8, u8)>>("a=1", "`a`: expected a tuple of size 2");
    refuses::<HashMap<String, std::net::IpAddr>>("a=b", "`a`: invalid IP address syntax");
    refuses::<()>("a=1", "`a`: is unexpected");
    refuses::<u32>("a=1", "expected u32");
}

#[test]
fn invalid_utf8_is_refused() {
    let escape = "a `%` is not followed by two hexadecimal digits";
    let utf8 = "the percent-encoded text is not UTF-8";
    for bad in ["a=%zz", "%zz", "a=100%", "a=%2", "a=b&c=+%+", "a=%&b"] {
        refuses::<HashMap<String, String>>(bad, escape);
    }
    for bad in ["a=%ff", "%C3=a", "a=b&c=+%ED%A0%80"] {
        refuses::<HashMap<String, String>>(bad, utf8);
    }
}

#[test]
fn ten_thousand_pairs_are_read() {
    // A `Uri` takes 64 KiB.
    let same: String = (0..10_000).map(|number| format!("a={}&", number % 10)).collect();
    let numbers = (0..10_000).map(|number| number % 10).collect::<Vec<u16>>();
    reads(&same, BTreeMap::from([("a".to_owned(), numbers)]));
    let names = || (1..=100).flat_map(|a| (0..100).map(move |b| format!("{a:x}.{b:x}")));
    let others: String = names().map(|name| name + "&").collect();
    reads(&others, names().map(|name| (name, None::<u8>)).collect::<BTreeMap<_, _>>());
}

#[test]
fn may_be_missing() {
    async fn optional(query: Option<Query<HashMap<String, u8>>>) -> String {
        query.map_or_else(|| "none".to_owned(), |query| format!("{query:?}"))
    }

    assert_eq!(good(optional, get("/")), "none");
    assert_eq!(good(optional, get("/?")), "Query({})");
    assert_eq!(good(optional, get("/?a=1")), "Query({\"a\": 1})");
    let told = "the query is invalid: `a`: cannot parse `x` to a `u8`";
    refused(optional, get("/?a=x"), 400, told);
}
