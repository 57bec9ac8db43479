//! What a request may cost: fuel (executed wasm instructions), memory and size. They are the same
//! on every machine with the same compiler, so they may go down only.

use bytes::Bytes;
use doorway_host::budgets::{self, Budgets, FILE, TOOLCHAIN};
use doorway_host::contract::{CALLING_OUT, CONTRACT, runtime};
use doorway_host::linker::World;
use http::Request;
use http_body_util::{Empty, Full};

use crate::guests::{BY_HAND, CONTRACT as DOORWAY, ECHO, HELLO};

const MIB: usize = 1024 * 1024;

#[test]
fn everything_keeps_to_its_budget() {
    let budgets = Budgets::load().unwrap();
    let figures = runtime().unwrap().block_on(budgets::measure()).unwrap();
    for (name, figure) in &figures {
        let budget = budgets.get(name).map_or("no budget".to_owned(), |most| most.to_string());
        println!("{name}: {figure} of {budget}");
    }
    let comparison = budgets.compare(&figures);
    if budgets.toolchain() != TOOLCHAIN {
        println!(
            "WARNING: this is Rust {TOOLCHAIN}, and the budgets are those of {}: nothing is \
             compared. With this one it is:\n{comparison}",
            budgets.toolchain()
        );
        // Which budgets there are does not depend on the compiler.
        assert!(comparison.missing.is_empty() && comparison.unknown.is_empty(), "{comparison}");
        return;
    }
    for (name, change) in &comparison.under {
        println!("{name}: has room: {} of {}", change.measured, change.budget);
    }
    assert!(
        comparison.holds(),
        "{comparison}\nA budget that must be higher is raised by hand, with the reason beside it, \
         in {FILE}"
    );
}

/// On a fresh instance and on one that is used again.
#[test]
fn the_cases_are_answered_by_doorway_and_by_hand() {
    runtime().unwrap().block_on(async {
        for guest in [DOORWAY, BY_HAND] {
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
async fn headers_that_nobody_reads_are_free() {
    let get = || Request::get("/hello");
    let few = HELLO.measure(get().body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
    let mut many = get();
    for number in 0..11 {
        many = many.header(format!("x-{number}"), "a value that nobody reads");
    }
    let many = HELLO.measure(many.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
    assert_eq!(few.fuel, many.fuel);
}

/// A body that is passed on costs the same whatever its size, but for the calls it takes.
#[tokio::test]
async fn a_body_that_is_passed_on_does_not_enter_the_component() {
    let echo = |bytes: usize| Request::post("/echo").body(Full::from(vec![b'x'; bytes])).unwrap();
    let small = ECHO.measure(echo(1)).await.unwrap();
    let large = ECHO.measure(echo(16 * MIB)).await.unwrap();
    assert_eq!(small.peak_memory, large.peak_memory);
    let calls = large.fuel - small.fuel;
    assert!(calls < 1_000, "16 MiB cost {calls} more than one byte");
}
