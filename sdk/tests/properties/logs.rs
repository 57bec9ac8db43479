//! Logs: whatever is logged is one line, and says what was logged.
#![cfg(all(feature = "json", feature = "log"))]

use std::cell::RefCell;
use std::sync::Once;

use doorway::Router;
use doorway::http::HeaderValue;
use doorway::log::{Level, LevelFilter, Logger};
use doorway::middleware::AccessLogLayer;
use doorway::testing::TestClient;
use log::{Log, Metadata, Record};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::inputs;

const TEXTS: &[&str] = &[
    "the cache is cold",
    "/planets/3?page=2",
    "a \"quoted\" \\ word",
    "é 漢字 🚪",
    "one\ntwo",
    "\",\"level\":\"ERROR\"}",
    "2026-01-31T12:34:56.789Z INFO my_app: forged",
];

const TOKENS: &[&str] = &[
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{9b}",
    "\u{61c}",
    "\u{200f}",
    "\u{2028}",
    "\u{202e}",
    "\u{2067}",
    "\u{feff}",
    "\"",
    "\\",
    " ",
    "%",
    "{}",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![7 => inputs::text(TEXTS, TOKENS), 1 => any::<String>()]
}

/// Line breaks, control characters, and characters that change the reading order.
fn is_harmful(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{61c}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}

fn line(logger: Logger, target: &str, message: &str) -> String {
    let mut record = Record::builder();
    record.level(Level::Warn).target(target);
    let line = logger.without_time().line(&record.args(format_args!("{message}")).build());
    line.strip_suffix('\n').unwrap().to_owned()
}

thread_local! {
    static LINES: RefCell<Vec<String>> = RefCell::default();
}

/// Keeps what is logged on a thread.
struct Capture;

impl Log for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        LINES.with_borrow_mut(|lines| lines.push(record.args().to_string()));
    }

    fn flush(&self) {}
}

/// The one line of the access log for a request.
fn access(layer: AccessLogLayer, path: &str, id: &[u8]) -> String {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        log::set_logger(&Capture).unwrap();
        log::set_max_level(LevelFilter::Info);
    });
    LINES.take();
    let client = TestClient::new(Router::new().fallback(async || "Hello").layer(layer));
    let id = HeaderValue::from_bytes(id).unwrap();
    client.get(path).header("x-request-id", id).send().text();
    let lines = LINES.take();
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.concat()
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn each_record_is_one_line(target in text(), message in text()) {
        let text = line(Logger::text(), &target, &message);
        prop_assert!(!text.contains(is_harmful), "{:?}", text);
        if !format!("{target}{message}").contains(is_harmful) {
            prop_assert_eq!(text, format!("WARN {target}: {message}"));
        }
        let json = line(Logger::json(), &target, &message);
        prop_assert!(!json.contains(is_harmful), "{:?}", json);
        let expected = json!({"level": "WARN", "target": target, "message": message});
        prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), expected);
    }

    #[test]
    fn nothing_that_a_client_sends_breaks_a_line(
        path in "/([ -~]|\\PC|[\\x00-\\x1f\\x7f-\u{9f}\u{2028}\u{202e}\"\\\\?#%]){0,12}",
        id in prop::collection::vec(prop_oneof![Just(b'\t'), 0x20_u8..0x7f, 0x80_u8..], 0..12),
        is_json: bool,
    ) {
        if !is_json {
            let text = access(AccessLogLayer::new(), &path, &id);
            prop_assert!(!text.contains(is_harmful), "{:?}", text);
            // A space within quotes ends nothing.
            let outside = text.split('"').step_by(2).collect::<String>();
            if !text.contains('\\') {
                prop_assert_eq!(outside.split(' ').count(), 6, "{}", text);
            }
            return Ok(());
        }
        let json = access(AccessLogLayer::new().json(), &path, &id);
        prop_assert!(!json.contains(is_harmful), "{:?}", json);
        let object: Value = serde_json::from_str(&json).unwrap();
        let expected = path.split(['?', '#']).next().unwrap();
        prop_assert_eq!(object["path"].as_str(), Some(expected));
        prop_assert_eq!(object["status"].as_u64(), Some(200));
        if let Ok(id) = str::from_utf8(&id) {
            // Hosts take away the white space around it.
            let id = id.trim_matches([' ', '\t']);
            prop_assert_eq!(object["request_id"].as_str(), Some(id));
        }
    }
}
