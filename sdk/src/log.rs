//! [`Logger`]: a logger for the [`log`](https://docs.rs/log) crate that writes to stderr.
//!
//! # Examples
//!
//! ```
//! use doorway::log::{LevelFilter, Logger};
//! use doorway::middleware::AccessLogLayer;
//! use doorway::{Router, routing::get};
//!
//! async fn hello() -> &'static str {
//!     log::debug!("somebody says hello");
//!     "Hello, world!"
//! }
//!
//! fn app() -> Router {
//!     Logger::json().level(LevelFilter::Debug).install();
//!     Router::new().route("/", get(hello)).layer(AccessLogLayer::new())
//! }
//! ```

use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use ::log::{Log, Metadata, Record};

pub(crate) mod escape;
mod timestamp;

pub use ::log::{Level, LevelFilter};

use crate::port::stderr;
use crate::trace::TraceContext;
use escape::{Escaped, Quotes};

/// A logger that writes each record to stderr as a line, either text or JSON.
///
/// A line has the time, the level, the target, the message and, if there is one, the running task's
/// [trace](TraceContext). Control characters, ends of lines and characters that change the reading
/// order are escaped, so that no client can forge a line.
///
/// ```text
/// 2026-01-31T12:34:56.789Z INFO my_app: the cache is cold trace_id=0af7651916cd43dd8448eb211c80319c
/// ```
///
/// ```json
/// {"time":"2026-01-31T12:34:56.789Z","level":"INFO","target":"my_app","message":"the cache is cold","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"}
/// ```
///
/// A component in the proxy world has no environment, so there is no `RUST_LOG`: set the
/// [level](Logger::level) in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a logger writes nothing until it is installed"]
#[doc(alias("env_logger", "tracing"))]
pub struct Logger {
    json: bool,
    time: bool,
    level: LevelFilter,
}

/// The installed logger, and whether the log crate accepted it.
static LOGGER: OnceLock<Logger> = OnceLock::new();
static INSTALLED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Set while a line of the access log is written: whether it is JSON. Such a line is escaped
    /// already, and has its own trace.
    static ACCESS: Cell<Option<bool>> = const { Cell::new(None) };
}

impl Logger {
    /// Creates a logger that writes text.
    pub const fn text() -> Self {
        Self { json: false, time: true, level: LevelFilter::Info }
    }

    /// Creates a logger that writes JSON objects.
    pub const fn json() -> Self {
        Self { json: true, ..Self::text() }
    }

    /// Sets the maximum level. Default: [`Info`](LevelFilter::Info).
    pub const fn level(mut self, level: LevelFilter) -> Self {
        self.level = level;
        self
    }

    /// Leaves out the time, for hosts that add it themselves.
    pub const fn without_time(mut self) -> Self {
        self.time = false;
        self
    }

    /// Installs this as the program's logger, unless one is installed already.
    ///
    /// It may be called repeatedly, such as where an app is built.
    pub fn install(self) {
        let logger = LOGGER.get_or_init(|| self);
        if ::log::set_logger(logger).is_ok() {
            INSTALLED.store(true, Ordering::Relaxed);
            ::log::set_max_level(logger.level);
        }
    }

    /// Formats a record as a line, including the line break.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::log::{Level, Logger};
    ///
    /// let text = format_args!("no planet {:?}\nat all", "Vulcan");
    /// let mut record = log::Record::builder();
    /// let record = record.level(Level::Warn).target("planets").args(text).build();
    /// assert_eq!(
    ///     Logger::text().without_time().line(&record),
    ///     "WARN planets: no planet \"Vulcan\"\\nat all\n",
    /// );
    /// assert_eq!(
    ///     Logger::json().without_time().line(&record),
    ///     r#"{"level":"WARN","target":"planets","message":"no planet \"Vulcan\"\nat all"}"#
    ///         .to_owned() + "\n",
    /// );
    /// ```
    pub fn line(&self, record: &Record<'_>) -> String {
        let mut line = String::with_capacity(256);
        if self.json {
            self.write_json(&mut line, record);
        } else {
            self.write_text(&mut line, record);
        }
        line.push('\n');
        line
    }

    fn write_text(&self, line: &mut String, record: &Record<'_>) {
        if self.time {
            timestamp::push(line, SystemTime::now());
            line.push(' ');
        }
        line.push_str(record.level().as_str());
        line.push(' ');
        if ACCESS.get().is_some() {
            line.push_str(record.target());
            line.push_str(": ");
            let _ = line.write_fmt(*record.args());
            return;
        }
        escape::push(line, record.target(), Quotes::Kept);
        line.push_str(": ");
        let _ = Escaped { out: line, quotes: Quotes::Kept }.write_fmt(*record.args());
        if let Some(trace) = TraceContext::current() {
            line.push_str(" trace_id=");
            line.push_str(trace.trace_id());
        }
    }

    fn write_json(&self, line: &mut String, record: &Record<'_>) {
        line.push('{');
        if self.time {
            line.push_str(r#""time":""#);
            timestamp::push(line, SystemTime::now());
            line.push_str(r#"","#);
        }
        line.push_str(r#""level":""#);
        line.push_str(record.level().as_str());
        let access = ACCESS.get();
        if access == Some(true) {
            line.push_str(r#"","target":""#);
            line.push_str(record.target());
            // An object, whose members become this one's.
            line.push_str("\",");
            let start = line.len();
            let _ = line.write_fmt(*record.args());
            line.remove(start);
            return;
        }
        escape::member(line, "target", record.target());
        line.push_str(r#"","message":""#);
        let _ = Escaped { out: line, quotes: Quotes::Escaped }.write_fmt(*record.args());
        if access.is_none()
            && let Some(trace) = TraceContext::current()
        {
            escape::member(line, "trace_id", trace.trace_id());
            escape::member(line, "span_id", trace.span_id());
        }
        line.push_str(r#""}"#);
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= self.level
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let line = self.line(record);
            // The line is escaped already.
            stderr::write_line(format_args!("{}", line.trim_end_matches('\n')));
        }
    }

    fn flush(&self) {}
}

/// Whether lines of the access log should be JSON.
pub(crate) fn prefers_json() -> bool {
    INSTALLED.load(Ordering::Relaxed) && LOGGER.get().is_some_and(|logger| logger.json)
}

/// Logs a line of the access log.
pub(crate) fn access(target: &str, line: &str, is_json: bool) {
    ACCESS.set(Some(is_json));
    let mut record = Record::builder();
    record.target(target).level(Level::Info);
    ::log::logger().log(&record.args(format_args!("{line}")).build());
    ACCESS.set(None);
}
