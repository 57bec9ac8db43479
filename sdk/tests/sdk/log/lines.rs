//! `Logger`: its lines, and that nothing that is logged makes two of one.

use doorway::log::{Level, LevelFilter, Logger};
use doorway::middleware::TraceContextLayer;
use doorway::testing::TestClient;
use doorway::{Router, routing::get};
use log::{Log, Metadata, Record};
use serde_json::{Value, json};

const TEXT: Logger = Logger::text().without_time();
const JSON: Logger = Logger::json().without_time();

fn line(logger: Logger, target: &str, message: &str) -> String {
    let mut record = Record::builder();
    record.level(Level::Warn).target(target);
    logger.line(&record.args(format_args!("{message}")).build())
}

fn object(line: &str) -> Value {
    let line = line.strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'));
    serde_json::from_str(line).unwrap()
}

#[test]
fn lines_for_people() {
    assert_eq!(
        line(TEXT, "app::db", "it's \"cold\" \\ here"),
        "WARN app::db: it's \"cold\" \\ here\n"
    );
    assert_eq!(line(TEXT, "a", "é ü 漢字 🚪"), "WARN a: é ü 漢字 🚪\n");
    assert_eq!(
        line(TEXT, "a", "1\n2\r\n3\t4\0\x1b[31m\x7f\u{85}\u{2028}\u{202e}\u{2067}\u{feff}"),
        "WARN a: 1\\n2\\r\\n3\\t4\\u0000\\u001b[31m\\u007f\\u0085\\u2028\\u202e\\u2067\\ufeff\n"
    );
    assert_eq!(line(TEXT, "a\nINFO b", ""), "WARN a\\nINFO b: \n");
}

#[test]
fn lines_for_programs() {
    assert_eq!(
        line(JSON, "app::db", "it's \"cold\" \\ here\u{1b}é"),
        r#"{"level":"WARN","target":"app::db","message":"it's \"cold\" \\ here\u001bé"}"#
            .to_owned()
            + "\n"
    );
    let forged = r#"","level":"ERROR"}"#;
    let value = object(&line(JSON, forged, forged));
    assert_eq!(value, json!({"level": "WARN", "target": forged, "message": forged}));
}

#[test]
fn lines_have_a_time() {
    let text = line(Logger::text(), "a", "b");
    let (time, rest) = text.split_once(' ').unwrap();
    assert_eq!(rest, "WARN a: b\n");
    assert_eq!(time.len(), "2026-01-31T12:34:56.789Z".len());
    let value = object(&line(Logger::json(), "a", "b"));
    let time = value["time"].as_str().unwrap();
    assert!(time.starts_with("20") && time.ends_with('Z') && time.as_bytes()[10] == b'T', "{time}");
}

#[test]
fn the_level_is_the_programs_to_say() {
    let enabled = |logger: Logger, level| {
        logger.enabled(&Metadata::builder().level(level).target("a").build())
    };
    assert!(enabled(TEXT, Level::Info) && !enabled(TEXT, Level::Debug));
    let loud = JSON.level(LevelFilter::Trace);
    assert!(enabled(loud, Level::Trace));
    let quiet = JSON.level(LevelFilter::Error);
    assert!(enabled(quiet, Level::Error) && !enabled(quiet, Level::Warn));
    assert!(!enabled(JSON.level(LevelFilter::Off), Level::Error));
}

#[test]
fn lines_tell_the_trace_of_the_request() {
    async fn handler() -> String {
        format!("{}{}", line(TEXT, "a", "b"), line(JSON, "a", "b"))
    }
    let app = Router::new().route("/", get(handler)).layer(TraceContextLayer::new());
    let client = TestClient::new(app);
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let lines = client.get("/").header("traceparent", parent).send().text();
    let (text, json) = lines.split_once('\n').unwrap();
    assert_eq!(text, "WARN a: b trace_id=0af7651916cd43dd8448eb211c80319c");
    let value = object(json);
    assert_eq!(value["trace_id"], "0af7651916cd43dd8448eb211c80319c");
    let span = value["span_id"].as_str().unwrap();
    assert!(span.len() == 16 && span != "b7ad6b7169203331");
}
