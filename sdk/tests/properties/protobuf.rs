//! Messages in Protocol Buffers: any is read as prost reads it, and a refusal is the same for all.

use doorway::extract::FromRequest;
use doorway::protobuf::Protobuf;
use doorway::testing::block_on;
use doorway::{Body, Request};
use proptest::prelude::*;
use prost::Message;

use crate::inputs;

#[derive(Clone, PartialEq, Message)]
struct Planet {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(sint64, optional, tag = "2")]
    temperature: Option<i64>,
    #[prost(message, repeated, tag = "3")]
    moons: Vec<Planet>,
    #[prost(map = "string, bytes", tag = "4")]
    others: std::collections::HashMap<String, Vec<u8>>,
}

const VALID: &[&str] = &[
    "",
    "\n\u{5}Earth\u{10}\u{1e}\u{1a}\u{6}\n\u{4}Luna",
    "\u{1a}\u{4}\u{1a}\u{2}\u{1a}\0",
    "\"\u{6}\n\u{1}a\u{12}\u{1}b\"\u{3}\u{12}\u{1}c",
];

const TOKENS: &[&str] =
    &["\0", "\n", "\u{1}", "\u{7f}", "\u{10}", "\u{1a}\u{2}", "\u{b}", "\u{c}", "\"\u{2}"];

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_message_is_read_as_prost_reads_it(body in inputs::bytes(VALID, TOKENS)) {
        let request = Request::builder().method("POST").body(Body::from(body.clone())).unwrap();
        let read = block_on(Protobuf::<Planet>::from_request(request.into(), &()));
        match (read, Planet::decode(&*body)) {
            (Ok(Protobuf(ours)), Ok(theirs)) => prop_assert_eq!(ours, theirs),
            (Err(error), Err(_)) => {
                prop_assert_eq!(error.status().as_u16(), 422);
                prop_assert_eq!(error.body_text(), "the body is not the expected message");
            }
            (ours, theirs) => prop_assert!(false, "{:?} and {:?}", ours, theirs),
        }
    }
}
