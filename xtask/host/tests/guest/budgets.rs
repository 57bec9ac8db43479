//! The maximum costs of a request: fuel (executed wasm instructions), memory and size. They are the
//! same on every machine with the same compiler.

use bytes::Bytes;
use doorway_host::budgets::{self, FILE};
use doorway_host::contract::{CALLING_OUT, CONTRACT, runtime};
use doorway_host::linker::World;
use doorway_host::measure::Measurement;
use http::Request;
use http_body_util::{Empty, Full};

use crate::guests::{BY_HAND, CONTRACT as DOORWAY, ECHO, HELLO};

const MIB: usize = 1024 * 1024;

#[test]
fn everything_keeps_to_its_budget() {
    let runtime = runtime().unwrap();
    let mut over = Vec::new();
    for budget in budgets::load().unwrap() {
        let figure = runtime.block_on(budget.measure()).unwrap();
        let line = format!("{budget}: {figure} of {}", budget.limit);
        println!("{line}");
        if figure > budget.limit {
            over.push(line);
        }
    }
    assert!(
        over.is_empty(),
        "{}\nA limit is raised by hand only, with the reason beside it, in {FILE}",
        over.join("\n")
    );
}

/// On a fresh instance and on one that is used again.
#[test]
fn the_cases_are_answered_by_doorway_and_by_hand() {
    runtime().unwrap().block_on(async {
        for guest in [DOORWAY, BY_HAND, DOORWAY.p3(), BY_HAND.p3()] {
            for case in CONTRACT.iter().chain(&CALLING_OUT) {
                let measured = case.measure(&guest.measured(), World::Proxy, 2).await;
                let [first, second] = &measured.unwrap()[..] else { panic!("not two requests") };
                println!("{guest:?} {}: fuel {}, then {}", case.name, first.fuel, second.fuel);
                assert!(first.fuel > 0 && second.fuel > 0);
            }
        }
    });
}

/// An unread header costs nothing.
#[tokio::test]
async fn unread_headers_are_free() {
    let get = || Request::get("/hello");
    for hello in [HELLO, HELLO.p3()] {
        let few = hello.measure(get().body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
        let mut many = get();
        for number in 0..11 {
            many = many.header(format!("x-{number}"), "a value that nobody reads");
        }
        let many = hello.measure(many.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
        assert_eq!(few.fuel, many.fuel, "{hello:?}");
    }
}

/// Passing a body on costs the same whatever its size, apart from the number of calls.
#[tokio::test]
async fn a_body_that_is_passed_on_does_not_enter_the_component() {
    let echo = |bytes: usize| Request::post("/echo").body(Full::from(vec![b'x'; bytes])).unwrap();
    for guest in [ECHO, ECHO.p3()] {
        let small = guest.measure(echo(1)).await.unwrap();
        let large = guest.measure(echo(16 * MIB)).await.unwrap();
        assert_eq!(small.peak_memory, large.peak_memory, "{guest:?}");
        let calls = large.fuel - small.fuel;
        assert!(calls < 1_000, "{guest:?}: 16 MiB cost {calls} more than one byte");
    }
}

/// On 0.3 the host polls the component as it polls all else, and yet no run differs from another.
#[test]
fn fuel_is_the_same_in_every_run() {
    let runtime = runtime().unwrap();
    let compiled = DOORWAY.p3().measured();
    for case in CONTRACT {
        let run = || runtime.block_on(case.measure(&compiled, World::Proxy, 2)).unwrap();
        let fuel = |run: Vec<Measurement>| run.iter().map(|each| each.fuel).collect::<Vec<_>>();
        let first = fuel(run());
        for _ in 0..3 {
            assert_eq!(fuel(run()), first, "{}", case.name);
        }
    }
}
