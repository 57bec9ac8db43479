//! The run loop natively: everything that is woken is polled, and nothing is lost.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use doorway::testing::block_on;
use doorway::time::{Instant, sleep, timeout};
use doorway::{ErrorKind, task};
use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use proptest::prelude::*;

use crate::support::turns::yield_now;

#[test]
fn unawaited_tasks_are_finished() {
    let done = Rc::new(Cell::new(0));
    let seen = done.clone();
    block_on(async move {
        for _ in 0..10 {
            let done = done.clone();
            task::spawn(async move {
                yield_now().await;
                task::spawn(async move { done.set(done.get() + 1) });
            });
        }
    });
    assert_eq!(seen.get(), 10);
}

#[test]
fn a_wake_from_another_thread_is_heard() {
    let (sender, receiver) = futures_channel::oneshot::channel();
    std::thread::spawn(move || sender.send(7));
    assert_eq!(block_on(receiver), Ok(7));
}

#[test]
fn an_aborted_task_drops_its_values() {
    let held = Rc::new(());
    let task = {
        let held = held.clone();
        async move {
            let task = task::spawn(async move {
                std::future::pending::<()>().await;
                drop(held);
            });
            yield_now().await;
            task.abort();
            task.await
        }
    };
    assert!(block_on(task).is_err());
    assert_eq!(Rc::strong_count(&held), 1);
}

#[test]
fn a_timeout_returns_the_output_or_an_error() {
    block_on(async {
        let hour = Duration::from_secs(3600);
        assert_eq!(timeout(hour, async { 1 }).await, Ok(1));
        let elapsed = timeout(Duration::from_millis(2), sleep(hour)).await.unwrap_err();
        assert_eq!(elapsed.to_string(), "not done within 2ms");
        let error = doorway::Error::from(elapsed);
        assert_eq!((error.kind(), error.status().as_u16()), (ErrorKind::Timeout, 504));
    });
}

#[test]
fn a_sleep_takes_its_time() {
    let start = Instant::now();
    block_on(sleep(Duration::from_millis(10)));
    assert!(start.elapsed() >= Duration::from_millis(10));
}

proptest! {
    /// Tasks that start tasks, wait for them and for each other: all of them run, each once.
    #[test]
    fn every_task_runs_to_its_end(tree in prop::collection::vec((0_usize..6, 0_usize..4), 1..40)) {
        let ran = Rc::new(RefCell::new(vec![0; tree.len()]));
        let seen = ran.clone();
        let expected: usize = tree.iter().map(|(_, yields)| yields + 1).sum();
        let total = block_on(async move {
            let tasks = tree.into_iter().enumerate().map(|(index, (children, yields))| {
                let ran = ran.clone();
                task::spawn(async move {
                    let mut turns = 1;
                    for _ in 0..yields {
                        yield_now().await;
                        turns += 1;
                    }
                    let inner = (0..children).map(|child| task::spawn(async move { child }));
                    let mut inner: FuturesUnordered<_> = inner.collect();
                    let mut sum = 0;
                    while let Some(child) = inner.next().await {
                        sum += child.unwrap();
                    }
                    assert_eq!(sum, (0..children).sum::<usize>());
                    ran.borrow_mut()[index] += 1;
                    turns
                })
            });
            join_all(tasks).await.into_iter().map(Result::unwrap).sum::<usize>()
        });
        prop_assert_eq!(total, expected);
        prop_assert!(seen.borrow().iter().all(|runs| *runs == 1));
    }
}
