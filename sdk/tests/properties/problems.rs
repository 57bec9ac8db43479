//! Problem documents: always JSON, and what was put into them.
#![cfg(feature = "json")]

use doorway::http::StatusCode;
use doorway::response::{IntoResponse, Problem};
use doorway::testing::block_on;
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::inputs;

const TEXTS: &[&str] = &[
    "No such planet",
    "https://example.com/no-such-planet",
    "a \"quoted\" \\ word",
    "\",\"status\":200}",
    "é 漢字 🚪",
    "status",
];

const TOKENS: &[&str] =
    &["\"", "\\", "\n", "\t", "\0", "\u{1f}", "\u{7f}", "\u{2028}", "{", "}", ",", ":", "é"];

fn text() -> impl Strategy<Value = String> {
    inputs::text(TEXTS, TOKENS)
}

fn value() -> impl Strategy<Value = Value> {
    let number =
        prop_oneof![any::<i64>().prop_map(Value::from), any::<u64>().prop_map(Value::from)];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(text(), inner, 0..3)
                .prop_map(|members| Value::from(Map::from_iter(members))),
        ]
    })
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_problem_has_all_its_members(
        status in 100_u16..1000,
        texts in prop::array::uniform4(prop::option::of(text())),
        extensions in prop::collection::vec((text(), value()), 0..3),
    ) {
        let status = StatusCode::from_u16(status).unwrap();
        let mut problem = Problem::new(status);
        let mut expected = Map::new();
        expected.insert("status".into(), status.as_u16().into());
        if let Some(reason) = status.canonical_reason() {
            expected.insert("title".into(), reason.into());
        }
        let set: [fn(Problem, String) -> Problem; 4] =
            [Problem::r#type, Problem::title, Problem::detail, Problem::instance];
        let names = ["type", "title", "detail", "instance"];
        for ((name, set), text) in names.iter().zip(set).zip(texts) {
            if let Some(text) = text {
                problem = set(problem, text.clone());
                expected.insert((*name).into(), text.into());
            }
        }
        for (name, value) in extensions {
            problem = problem.extension(name.clone(), &value);
            if !names.contains(&&*name) && name != "status" {
                expected.insert(name, value);
            }
        }
        let shown = problem.to_json();
        let parsed: Value = serde_json::from_str(&shown).map_err(|error| {
            TestCaseError::fail(format!("{error}: {shown}"))
        })?;
        prop_assert_eq!(&parsed, &Value::from(expected));
        let response = problem.into_response();
        prop_assert_eq!(response.status(), status);
        let body = block_on(response.into_body().collect_up_to(100_000)).unwrap();
        prop_assert_eq!(body.bytes(), shown.as_bytes());
    }
}
