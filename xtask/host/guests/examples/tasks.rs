//! Timers, tasks and whatever else runs on the run loop.

use std::cell::RefCell;
use std::rc::Rc;

use doorway::time::{Duration, Instant, sleep, timeout};
use doorway::{Error, IntoResponse, Request, Response, http_handler, task};
use doorway_guests::number;
use futures_util::future::{Either, join_all, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use futures_util::{join, pin_mut};

#[http_handler]
async fn tasks(request: Request) -> Result<Response, Error> {
    let path = request.uri().path().to_owned();
    let limit = Duration::from_millis(number(&request, "ms"));
    let count = number(&request, "n");
    Ok(match path.as_str() {
        // Slow, but not busy.
        "/sleep" => {
            let start = Instant::now();
            sleep(limit).await;
            let slept = start.elapsed() >= limit;
            format!("slept {slept}\n").into_response()
        }
        "/timeout" => match timeout(limit, sleep(Duration::from_secs(3600))).await {
            Ok(()) => "slept\n".into_response(),
            Err(elapsed) => return Err(elapsed.into()),
        },
        // Sleeps that overlap, and end in the order of their lengths.
        "/join" => {
            let order = Rc::new(RefCell::new(Vec::new()));
            join_all((0..count).map(|index| {
                let order = order.clone();
                async move {
                    sleep(Duration::from_millis(20 * (count - index))).await;
                    order.borrow_mut().push(index);
                }
            }))
            .await;
            format!("{:?}\n", order.borrow()).into_response()
        }
        "/unordered" => {
            let mut sleeps: FuturesUnordered<_> = (0..count)
                .map(|index| async move {
                    sleep(Duration::from_millis(20 * (count - index))).await;
                    index
                })
                .collect();
            let mut order = Vec::new();
            while let Some(index) = sleeps.next().await {
                order.push(index);
            }
            format!("{order:?}\n").into_response()
        }
        "/select" => {
            let (short, long) = (sleep(limit), sleep(Duration::from_secs(3600)));
            pin_mut!(short, long);
            match select(short, long).await {
                Either::Left(_) => "short\n".into_response(),
                Either::Right(_) => "long\n".into_response(),
            }
        }
        // Goes on after the response was sent.
        "/after" => {
            task::spawn(async move {
                sleep(limit).await;
                eprintln!("the task has finished");
            });
            "answered\n".into_response()
        }
        // Tasks that start tasks, all awaited.
        "/nested" => {
            let sum = task::spawn(async move {
                let parts = (0..count).map(|n| {
                    task::spawn(async move {
                        sleep(Duration::from_millis(n % 3)).await;
                        n
                    })
                });
                join_all(parts).await.into_iter().map(Result::unwrap).sum::<u64>()
            });
            format!("{}\n", sum.await.map_err(Error::other)?).into_response()
        }
        "/abort" => {
            let held = Rc::new(());
            let task = task::spawn({
                let held = held.clone();
                async move {
                    sleep(Duration::from_secs(3600)).await;
                    drop(held);
                }
            });
            sleep(Duration::from_millis(1)).await;
            task.abort();
            let outcome = task.await;
            format!("{outcome:?}, held {}\n", Rc::strong_count(&held)).into_response()
        }
        // A task that never waits must not keep timers from being heard.
        "/busy" => {
            let done = Rc::new(RefCell::new(false));
            let seen = done.clone();
            let spinner = async move {
                let mut turns = 0_u64;
                while !*seen.borrow() {
                    turns += 1;
                    yield_now().await;
                }
                turns
            };
            let timer = async {
                sleep(limit).await;
                *done.borrow_mut() = true;
            };
            let (turns, ()) = join!(spinner, timer);
            format!("turned {}\n", turns > 0).into_response()
        }
        _ => "no such task\n".into_response(),
    })
}

async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if yielded {
            return std::task::Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}
