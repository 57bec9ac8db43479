//! Server-sent events of any content, read back as browsers do.

use std::convert::Infallible;

use doorway::response::IntoResponse;
use doorway::response::sse::{Event, Sse};
use doorway::testing::block_on;
use doorway::time::Duration;
use futures_util::stream;
use proptest::prelude::*;

use super::inputs;

#[path = "../support/event_stream.rs"]
#[allow(dead_code)]
mod event_stream;
use event_stream::{Message, interpret, lines};

/// Something that is set of an event.
#[derive(Clone, Debug)]
enum Set {
    Data(String),
    Name(String),
    Id(String),
    Retry(u64),
    Comment(String),
}

const TEXTS: &[&str] =
    &["", "text", " spaced ", "two\nlines", "\r\n\r\n", "data: x", "id: 1\n\nid: 2", "\u{feff}ü"];

const TOKENS: &[&str] = &[
    "\n", "\r", "\r\n", "\n\n", ":", " ", "\0", "data:", "event: ", "\u{2028}", "\u{85}",
    "\u{feff}",
];

fn set() -> impl Strategy<Value = Set> {
    let text = || inputs::text(TEXTS, TOKENS);
    // Most of one line, or few events could be sent at all.
    let line = || {
        prop_oneof![
            9 => text().prop_map(|text| text.replace(['\r', '\n', '\0'], "")),
            1 => text(),
        ]
    };
    prop_oneof![
        4 => text().prop_map(Set::Data),
        1 => line().prop_map(Set::Name),
        1 => line().prop_map(Set::Id),
        1 => any::<u64>().prop_map(Set::Retry),
        1 => text().prop_map(Set::Comment),
    ]
}

fn event(sets: &[Set]) -> Event {
    sets.iter().fold(Event::default(), |event, set| match set {
        Set::Data(text) => event.data(text),
        Set::Name(text) => event.event(text),
        Set::Id(text) => event.id(text),
        Set::Retry(milliseconds) => event.retry(Duration::from_millis(*milliseconds)),
        Set::Comment(text) => event.comment(text),
    })
}

/// Whether an event can be sent.
fn fits(sets: &[Set]) -> bool {
    sets.iter().all(|set| match set {
        Set::Name(text) => !text.contains(['\r', '\n']),
        Set::Id(text) => !text.contains(['\r', '\n', '\0']),
        Set::Data(_) | Set::Retry(_) | Set::Comment(_) => true,
    })
}

/// The messages that a browser has to dispatch.
fn expected(events: &[Vec<Set>]) -> Vec<Message> {
    let mut lasting = Message::default();
    let mut messages = Vec::new();
    for sets in events {
        let (mut name, mut data) = (String::new(), Vec::new());
        for set in sets {
            match set {
                Set::Data(text) => data.extend(lines(text)),
                Set::Name(text) => name.clone_from(text),
                Set::Id(text) => lasting.last_id.clone_from(text),
                Set::Retry(milliseconds) => lasting.retry = Some(*milliseconds),
                Set::Comment(_) => {}
            }
        }
        if !data.is_empty() {
            messages.push(Message { name, data: data.join("\n"), ..lasting.clone() });
        }
    }
    messages
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn events_come_out_as_they_went_in(
        events in prop::collection::vec(prop::collection::vec(set(), 0..5), 0..4),
    ) {
        let sent: Vec<_> = events.iter().map(|sets| Ok::<_, Infallible>(event(sets))).collect();
        let mut body = Sse::new(stream::iter(sent)).into_response().into_body();
        let (mut text, mut failed) = (Vec::new(), false);
        while let Some(frame) = block_on(body.frame()) {
            match frame {
                Ok(frame) => text.extend_from_slice(&frame.into_data().unwrap()),
                Err(_) => failed = true,
            }
        }
        // Those before one that cannot be sent are.
        let whole = events.iter().take_while(|sets| fits(sets)).count();
        prop_assert_eq!(failed, whole < events.len());
        let text = String::from_utf8(text).unwrap();
        prop_assert_eq!(interpret(&text), expected(&events[..whole]), "{:?}", text);
    }
}
