//! Clients that make, show and list todos without a pause, each request once.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long an answer may take.
const DEADLINE: Duration = Duration::from_secs(60);

/// A request of a client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Action {
    Create,
    Show,
    List,
}

/// A request that was answered.
pub(crate) struct Outcome {
    pub(crate) id: usize,
    pub(crate) action: Action,
    pub(crate) status: u16,
    /// The path of the todo that was made.
    pub(crate) made: Option<String>,
    pub(crate) began: Instant,
    pub(crate) ended: Instant,
}

/// State that the clients share.
#[derive(Default)]
pub(crate) struct Load {
    next: AtomicUsize,
    acknowledged: AtomicUsize,
    is_over: AtomicBool,
}

/// Ends the load when it is dropped, after a failure of the test too.
pub(crate) struct Ending<'a>(&'a Load);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::Relaxed);
    }
}

impl Load {
    pub(crate) fn ending(&self) -> Ending<'_> {
        Ending(self)
    }

    /// One client: a request after the other, until the load is over.
    pub(crate) fn client(&self, port: u16, outcomes: &Sender<Outcome>) {
        // The path of a todo that is there, and its title.
        let mut made: Option<(String, String)> = None;
        while !self.is_over.load(Ordering::Relaxed) {
            let id = self.next.fetch_add(1, Ordering::Relaxed);
            let began = Instant::now();
            let (action, answer) = match (id % 5, &made) {
                (3, Some((path, title))) => {
                    let answer = ask(port, Some(id), "GET", path, "");
                    assert!(answer.status != 200 || answer.body.contains(title), "{answer:?}");
                    (Action::Show, answer)
                }
                (4, _) => (Action::List, self.list(port, id)),
                _ => {
                    let title = title(id);
                    let draft = format!(r#"{{"title":"{title}"}}"#);
                    let answer = ask(port, Some(id), "POST", "/todos", &draft);
                    if answer.status == 201 {
                        self.acknowledged.fetch_add(1, Ordering::Relaxed);
                        made = Some((answer.header("location").unwrap().to_owned(), title));
                    }
                    (Action::Create, answer)
                }
            };
            let pause = answer.header("retry-after").map(|seconds| seconds.parse().unwrap());
            let (status, ended) = (answer.status, Instant::now());
            let path = answer.header("location").map(str::to_owned);
            // The test may have failed meanwhile.
            let _ = outcomes.send(Outcome { id, action, status, made: path, began, ended });
            thread::sleep(Duration::from_secs(pause.unwrap_or_default()));
        }
    }

    /// A list, which has at least the todos that were acknowledged before it was asked for.
    fn list(&self, port: u16, id: usize) -> Answer {
        let acknowledged = self.acknowledged.load(Ordering::Relaxed);
        let answer = ask(port, Some(id), "GET", "/todos?per_page=5", "");
        if answer.status == 200 {
            let total = answer.json()["total"].as_u64().unwrap();
            let total = usize::try_from(total).unwrap();
            assert!(total >= acknowledged, "{total} todos, and {acknowledged} were acknowledged");
        }
        answer
    }
}

/// The title of the todo that a request makes, which no other one makes.
pub(crate) fn title(id: usize) -> String {
    format!("Todo {id}.")
}

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut fields = fields.filter(|(field, _)| field.eq_ignore_ascii_case(name));
        fields.next().map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Sends a request on a connection of its own.
#[track_caller]
pub(crate) fn ask(port: u16, id: Option<usize>, method: &str, path: &str, body: &str) -> Answer {
    let answer = exchange(port, id, method, path, body);
    answer.unwrap_or_else(|error| panic!("request {id:?}, {method} {path}: {error}"))
}

fn exchange(
    port: u16,
    id: Option<usize>,
    method: &str,
    path: &str,
    body: &str,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(DEADLINE))?;
    let id = id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: todos.example\r\nx-request-id: {id}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all((head + body).as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let parts = answer.split_once("\r\n\r\n").and_then(|(head, body)| {
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // Chunks are not decoded: without a length it is the answer of an error.
        Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
    });
    parts.ok_or_else(|| std::io::Error::other(format!("no answer: {answer:?}")))
}
