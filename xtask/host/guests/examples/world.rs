//! Parts of std that stay inside the world `wasi:http/proxy`, and parts that are missing.
#![forbid(unsafe_code)]

use std::collections::{HashMap, HashSet};
use std::io::IsTerminal;
use std::time::{Duration, Instant, SystemTime};

use doorway::{IntoResponse, Request, Response, http_handler};

#[http_handler]
async fn world(request: Request) -> Response {
    match request.uri().path() {
        "/environment" => {
            let first = std::env::var("HOME");
            let second = std::env::var("PATH");
            format!("{first:?} {second:?}\n").into_response()
        }
        "/console" => {
            println!("a line on stdout");
            eprintln!("a line on stderr");
            // More than one write to the console may hold.
            println!("{}", "x".repeat(10_000));
            "printed\n".into_response()
        }
        "/clocks" => {
            let monotonic = Instant::now() <= Instant::now();
            let wall = SystemTime::now() > SystemTime::UNIX_EPOCH;
            std::thread::sleep(Duration::from_millis(1));
            format!("{monotonic} {wall}\n").into_response()
        }
        "/hash" => {
            let map: HashMap<_, _> = (0..1000).map(|n| (n, n * 2)).collect();
            let set: HashSet<_> = map.values().copied().collect();
            format!("{} {}\n", map[&21], set.len()).into_response()
        }
        // There is one thread.
        "/thread" => {
            let another = std::thread::Builder::new().spawn(|| ());
            format!("{:?} {}\n", std::thread::current().name(), another.is_ok()).into_response()
        }
        "/directory" => {
            let directory = std::env::current_dir().map_err(|error| error.kind());
            format!("{directory:?}\n").into_response()
        }
        "/terminal" => format!("{}\n", std::io::stdout().is_terminal()).into_response(),
        "/exit" => std::process::exit(0),
        "/abort" => std::process::abort(),
        _ => "hello\n".into_response(),
    }
}
