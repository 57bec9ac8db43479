//! Several hosts with one store behind nginx, by the files of `examples/deploy`, while some of it fails.
//!
//! Some 2,000 requests, or as many as the environment variable `REQUESTS` says.
#![cfg(unix)]

mod check;
mod deployment;
mod load;
mod tls;

use std::env;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use check::{Entry, Failures};
use deployment::Deployment;
use load::{Load, Outcome, ask, title};

/// How many requests are under way at a time.
const CLIENTS: usize = 8;

#[test]
fn plain_hosts_answer_every_request_and_do_none_twice_while_parts_fail() {
    let mut new = String::new();
    let entries = under_load("nginx", |deployment, some_requests| {
        let killed = kill_a_host(deployment);
        some_requests();
        deployment.run("roll.sh", &["host-2", "host-4"]);
        new = deployment.addr("host-4");
        some_requests();
        Failures { killed, away: restart(deployment, "restart-redis.sh"), with_lists: false }
    });
    let by_new = entries.iter().filter(|entry| entry.hosts == new).count();
    assert!(by_new > 0, "the new host had no request");
}

#[test]
#[ignore = "needs wash: see examples/deploy/wasmcloud/README.md"]
fn wasmcloud_hosts_do_the_same() {
    under_load("wasmcloud", |deployment, some_requests| {
        let killed = kill_a_host(deployment);
        some_requests();
        // Its hosts answer some lists of thousands of keys with an error.
        Failures { killed, away: restart(deployment, "restart-nats.sh"), with_lists: true }
    });
}

fn kill_a_host(deployment: &Deployment) -> (String, Instant) {
    let addr = deployment.addr("host-1");
    deployment.kill("host-1");
    (addr, Instant::now())
}

/// When the script for it began, and when it ended.
fn restart(deployment: &Deployment, script: &str) -> (Instant, Instant) {
    let began = Instant::now();
    deployment.run(script, &[]);
    (began, Instant::now())
}

/// Sends requests before, between and after parts fail, checks what became of each, and returns nginx's log of them.
fn under_load(
    name: &str,
    fail: impl FnOnce(&Deployment, &mut dyn FnMut()) -> Failures,
) -> Vec<Entry> {
    let requests: usize = env::var("REQUESTS").map_or(2000, |requests| requests.parse().unwrap());
    let began = Instant::now();
    let deployment = Deployment::start(name);
    println!("{:.1?} to start", began.elapsed());
    let load = Load::default();
    let mut outcomes = Vec::new();
    let (sender, received) = channel();
    let port = deployment.port();
    let failures = thread::scope(|scope| {
        let _ending = load.ending();
        for _ in 0..CLIENTS {
            let (load, sender) = (&load, sender.clone());
            scope.spawn(move || load.client(port, &sender));
        }
        drop(sender);
        let mut some_requests = || {
            outcomes.extend(received.try_iter());
            let before = outcomes.len();
            outcomes.extend(received.iter().take(requests / 4));
            assert_eq!(outcomes.len(), before + requests / 4, "the clients have failed");
        };
        some_requests();
        let failures = fail(&deployment, &mut some_requests);
        some_requests();
        failures
    });
    outcomes.extend(received.try_iter());
    println!("{:.1?} with {} requests", began.elapsed(), outcomes.len());

    let stored = todos(port, failures.with_lists);
    if stored.is_none() {
        each_todo(port, &outcomes);
    }
    let mut log = check::by_request(&deployment.stop());
    check::report(&outcomes, &log);
    if let Some(stored) = &stored {
        check::todos(&outcomes, stored);
    }
    let mut entries = Vec::new();
    for outcome in &outcomes {
        let mut answers = log.remove(&outcome.id).unwrap_or_default();
        assert_eq!(answers.len(), 1, "request {} is in nginx's log so often", outcome.id);
        check::status(outcome, &answers[0], &failures);
        entries.append(&mut answers);
    }
    check::counts(&outcomes, &failures, CLIENTS);
    println!("{:.1?} in all", began.elapsed());
    entries
}

/// The titles of all todos; none if a list fails where it may.
fn todos(port: u16, may_fail: bool) -> Option<Vec<String>> {
    let mut titles = Vec::new();
    let mut next = Some("/todos?per_page=100".to_owned());
    while let Some(path) = next {
        let answer = ask(port, None, "GET", &path, "");
        if may_fail && answer.status == 503 {
            println!("the list of all todos failed");
            return None;
        }
        assert_eq!(answer.status, 200, "{answer:?}");
        let page = answer.json();
        let todos = page["todos"].as_array().unwrap();
        titles.extend(todos.iter().map(|todo| todo["title"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    Some(titles)
}

/// Each todo that was acknowledged is there, asked for by itself.
fn each_todo(port: u16, outcomes: &[Outcome]) {
    let made = outcomes.iter().filter_map(|outcome| Some((outcome.id, outcome.made.as_deref()?)));
    let mut count = 0;
    for (id, path) in made {
        let answer = ask(port, None, "GET", path, "");
        assert_eq!(answer.status, 200, "the todo of request {id}: {answer:?}");
        assert_eq!(answer.json()["title"].as_str(), Some(&*title(id)));
        count += 1;
    }
    println!("todos: {count} acknowledged, each of them is there");
}
