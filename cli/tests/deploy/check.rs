//! Checks of what clients, nginx and the store know of the same requests.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::load::{Action, Outcome, title};

/// When parts failed.
pub(crate) struct Failures {
    /// The address of the host that was killed, and when.
    pub(crate) killed: (String, Instant),
    /// When the store was killed, and when it was back.
    pub(crate) away: (Instant, Instant),
    /// Whether lists may fail at any time, if there are many todos.
    pub(crate) with_lists: bool,
}

/// Only those requests fail that the killed host had, or that needed the store while it was away.
pub(crate) fn status(outcome: &Outcome, entry: &Entry, failures: &Failures) {
    let Outcome { id, action, status, began, ended, .. } = outcome;
    let hosts = &entry.hosts;
    assert_eq!(entry.status, *status, "request {id}");
    match (status, action) {
        (201, Action::Create) | (200, Action::Show | Action::List) => {}
        (502, Action::Create) => {
            let (killed, when) = &failures.killed;
            assert!(hosts == killed, "request {id} failed at {hosts}, and {killed} was killed");
            assert!(began <= when, "request {id} began when that host was gone");
        }
        (503, Action::List) if failures.with_lists => {}
        (503, _) => {
            assert!(*ended >= failures.away.0, "request {id} failed before the store was away");
        }
        _ => panic!("request {id}, {action:?}: {status} of {hosts}"),
    }
}

/// How many requests failed in all for these reasons: no more than were under way at a time.
pub(crate) fn counts(outcomes: &[Outcome], failures: &Failures, clients: usize) {
    let count =
        |is: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
    let of_killed = count(&|outcome| outcome.status == 502);
    assert!(
        of_killed <= clients,
        "the host had {clients} requests at most, and {of_killed} failed"
    );
    // A host may learn by an operation that fails that the connection of before is gone.
    let may_fail = |action| failures.with_lists && action == Action::List;
    let late = count(&|outcome| {
        outcome.status == 503 && outcome.began > failures.away.1 && !may_fail(outcome.action)
    });
    assert!(late <= clients, "{late} requests failed after the store was back");
}

/// Each todo that was acknowledged is there, each is there once, and no other one.
pub(crate) fn todos(outcomes: &[Outcome], stored: &[String]) {
    let made = outcomes.iter().filter(|outcome| outcome.action == Action::Create);
    let (acknowledged, failed): (Vec<_>, Vec<_>) = made.partition(|made| made.status == 201);
    let titles: BTreeSet<_> = stored.iter().cloned().collect();
    assert_eq!(titles.len(), stored.len(), "a todo was made twice");
    for Outcome { id, .. } in &acknowledged {
        assert!(titles.contains(&title(*id)), "the todo of request {id} is lost");
    }
    let failed_titles: BTreeSet<_> = failed.iter().map(|outcome| title(outcome.id)).collect();
    let more = stored.len() - acknowledged.len();
    assert_eq!(titles.intersection(&failed_titles).count(), more, "a todo is there for no request");
    println!(
        "todos: {} acknowledged, {} stored, {} requests for one failed",
        acknowledged.len(),
        stored.len(),
        failed.len()
    );
}

/// A line of nginx's log.
pub(crate) struct Entry {
    pub(crate) status: u16,
    /// The addresses of the hosts that had the request.
    pub(crate) hosts: String,
}

pub(crate) fn by_request(log: &str) -> BTreeMap<usize, Vec<Entry>> {
    let mut entries: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    for line in log.lines() {
        let value = |name: &str, end: char| line.split_once(name)?.1.split(end).next();
        // The list at the end has no number.
        let Some(id) = value(" id=", ' ').and_then(|id| id.parse().ok()) else { continue };
        let status = value(" status=", ' ').unwrap().parse().unwrap();
        let hosts = value(" host=\"", '"').unwrap().to_owned();
        entries.entry(id).or_default().push(Entry { status, hosts });
    }
    entries
}

/// Shows the answers by status, and who gave them.
pub(crate) fn report(outcomes: &[Outcome], log: &BTreeMap<usize, Vec<Entry>>) {
    let mut answers: BTreeMap<(Action, u16), usize> = BTreeMap::new();
    for outcome in outcomes {
        *answers.entry((outcome.action, outcome.status)).or_default() += 1;
    }
    for ((action, status), count) in answers {
        println!("{action:?} {status}: {count}");
    }
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in log.values().flatten() {
        *hosts.entry(&entry.hosts).or_default() += 1;
    }
    for (hosts, count) in hosts {
        println!("answered by {hosts}: {count}");
    }
}
