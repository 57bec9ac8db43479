//! Lines of the access log, caught before anybody writes them.

use std::cell::{Cell, RefCell};
use std::sync::Once;

use doorway::Router;
use doorway::log::{Level, LevelFilter};
use doorway::middleware::AccessLogLayer;
use doorway::testing::TestClient;
use serde_json::Value;

thread_local! {
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    pub(crate) static ON: Cell<bool> = const { Cell::new(true) };
}

/// A logger that is not doorway's: what it gets are messages.
struct Capture;

impl log::Log for Capture {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        assert_eq!((metadata.target(), metadata.level()), ("doorway::access", Level::Info));
        ON.get()
    }

    fn log(&self, record: &log::Record<'_>) {
        assert!(self.enabled(record.metadata()));
        LINES.with_borrow_mut(|lines| lines.push(record.args().to_string()));
    }

    fn flush(&self) {}
}

/// The lines since this was called the last time.
pub(crate) fn lines() -> Vec<String> {
    LINES.take()
}

pub(crate) fn line() -> String {
    let mut lines = lines();
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.remove(0)
}

/// The logged line, without its time.
pub(crate) fn entry() -> String {
    let line = line();
    let mut words: Vec<&str> = line.split(' ').collect();
    let took = words.iter().position(|word| word.ends_with("ms")).unwrap();
    let digits = words.remove(took).trim_end_matches("ms").to_owned();
    assert!(digits.parse::<f64>().is_ok() && digits.split('.').nth(1).unwrap().len() == 3);
    words.join(" ")
}

pub(crate) fn object() -> Value {
    serde_json::from_str(&line()).unwrap()
}

pub(crate) fn capture() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        log::set_logger(&Capture).unwrap();
        log::set_max_level(LevelFilter::Info);
    });
}

pub(crate) fn client_of(router: Router, layer: AccessLogLayer) -> TestClient {
    capture();
    TestClient::new(router.layer(layer))
}

pub(crate) async fn hello() -> &'static str {
    "Hello, world!"
}

pub(crate) fn logged(router: Router) -> TestClient {
    client_of(router, AccessLogLayer::new())
}

pub(crate) fn in_json(router: Router) -> TestClient {
    client_of(router, AccessLogLayer::new().json())
}
