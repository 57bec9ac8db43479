//! [httpbin](https://pypi.org/project/httpbin/) under gunicorn, a server of the real world: one
//! process for all tests. `cargo xtask test` installs it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;

use crate::suite::python;

/// Ends the server when nobody is left to hold its stdin: that is when the tests' process is gone,
/// however it went. Should the server end by itself, so does what it says.
const UNTIL_STDIN_ENDS: &str =
    r#""$@" </dev/null >/dev/null & exec >/dev/null 2>&1; cat; kill -QUIT $!; wait"#;

const OPTIONS: &[&str] = &[
    "-m",
    "gunicorn",
    "httpbin:app",
    // Two origins, at ports that are free.
    "--bind=127.0.0.1:0",
    "--bind=127.0.0.1:0",
    "--worker-class=gthread",
    "--threads=32",
    "--no-control-socket",
    // A process that ends without a response ends at once.
    "--keep-alive=0",
];

/// The output with its address.
const LISTENING: &str = "Listening at: ";

struct Httpbin {
    origins: [String; 2],
    /// It lives as long as its stdin does, which is in here.
    _process: Child,
}

/// Its two origins.
pub(super) fn origins() -> &'static [String; 2] {
    static HTTPBIN: OnceLock<Result<Httpbin, String>> = OnceLock::new();
    let httpbin = HTTPBIN.get_or_init(start).as_ref();
    &httpbin.unwrap_or_else(|missing| panic!("{missing}")).origins
}

fn start() -> Result<Httpbin, String> {
    let python = python::with("HTTPBIN", "httpbin")?;
    let mut child = Command::new("sh")
        .args(["-c", UNTIL_STDIN_ENDS, "sh"])
        .arg(&python)
        .args(OPTIONS)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start sh: {error}"))?;
    let stderr = child.stderr.take().unwrap();
    let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
    let mut said = Vec::new();
    let origins = loop {
        let Some(line) = lines.next() else {
            let (python, said) = (python.display(), said.join("\n"));
            return Err(format!("httpbin does not start, by {python}:\n{said}"));
        };
        if let Some((_, rest)) = line.split_once(LISTENING) {
            break rest.split([',', ' ']).take(2).map(str::to_owned).collect::<Vec<_>>();
        }
        said.push(line);
    };
    // The rest of its output is read so that it never blocks, and shown if a test fails.
    thread::spawn(move || lines.for_each(|line| eprintln!("httpbin: {line}")));
    let origins = origins.try_into().map_err(|origins| format!("no two origins: {origins:?}"))?;
    Ok(Httpbin { origins, _process: child })
}
