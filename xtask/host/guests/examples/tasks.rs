//! Timers, tasks and whatever else runs on the run loop.

use std::cell::{Cell, RefCell};
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
            eprintln!("falls asleep");
            sleep(limit).await;
            eprintln!("wakes up");
            let slept = start.elapsed() >= limit;
            format!("slept {slept}\n").into_response()
        }
        "/timeout" => match timeout(limit, sleep(Duration::from_secs(3600))).await {
            Ok(()) => "slept\n".into_response(),
            Err(elapsed) => return Err(elapsed.into()),
        },
        // Sleeps that overlap: how many there were at once.
        "/join" => {
            let (now, most) = (Cell::new(0), Cell::new(0));
            join_all((0..count).map(async |_| {
                now.set(now.get() + 1);
                most.set(most.get().max(now.get()));
                sleep(limit).await;
                now.set(now.get() - 1);
            }))
            .await;
            format!("{} at once, {} left\n", most.get(), now.get()).into_response()
        }
        // Sleeps of which the last is the shortest, and the first to end.
        "/unordered" => {
            let hour = Duration::from_secs(3600);
            let mut sleeps: FuturesUnordered<_> = (0..count)
                .map(async |index| {
                    sleep(if index + 1 == count { limit } else { hour }).await;
                    index
                })
                .collect();
            let first = sleeps.next().await;
            format!("{first:?} of {count}\n").into_response()
        }
        "/select" => {
            let (short, long) = (sleep(limit), sleep(Duration::MAX));
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
        // Answers, and goes on until the client has sent its body.
        "/after-upload" => {
            task::spawn(async move {
                match request.into_body().collect_up_to(1024).await {
                    Ok(body) => eprintln!("the task has read {} bytes", body.bytes().len()),
                    Err(error) => eprintln!("the task has failed: {error}"),
                }
            });
            "answered\n".into_response()
        }
        // Answers when the client has sent its body.
        "/hold" => {
            let body = request.into_body().collect_up_to(1024).await?;
            format!("{} bytes\n", body.bytes().len()).into_response()
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
